"""A page for every control of a bundle, an index, and a map of what the law and the standards ask: as Markdown.

Everything on the pages is read from the bundle: METADATA, policy data with its comments, the tests beside the controls,
the schemas and examples beside the bundle. The words around it are in ``templates/``, the lists of articles and of the
items of the standards in ``frameworks/``.
"""
