"""The built-in functions a policy may call: those that OPA and the embedded engine both have and answer alike.

Each name has the number of its arguments. What reaches for clock, network, chance or environment is named apart, so
that the refusal can say why.
"""

from __future__ import annotations

_NONE = """set"""
_ONE = """abs array.reverse base64.decode base64.encode base64.is_valid base64url.decode base64url.encode
base64url.encode_no_pad bits.negate ceil count floor glob.quote_meta hex.decode hex.encode intersection is_array
is_boolean is_null is_number is_object is_set is_string json.is_valid json.marshal json.unmarshal lower max min
net.cidr_expand net.cidr_is_valid object.keys object.union_n product regex.is_valid round semver.is_valid sort
strings.reverse sum time.clock time.date time.parse_duration_ns time.parse_rfc3339_ns time.weekday to_number trim_space
type_name union units.parse units.parse_bytes upper urlquery.decode urlquery.decode_object urlquery.encode
urlquery.encode_object walk"""
_TWO = """array.concat bits.and bits.lsh bits.or bits.rsh bits.xor concat contains endswith format_int graph.reachable
indexof indexof_n json.filter json.patch json.remove net.cidr_contains numbers.range object.filter object.remove
object.subset object.union regex.match regex.split semver.compare split sprintf startswith strings.any_prefix_match
strings.any_suffix_match strings.count strings.replace_n time.diff time.parse_ns trim trim_left trim_prefix trim_right
trim_suffix"""
_THREE = """array.slice glob.match numbers.range_step object.get regex.find_all_string_submatch_n regex.find_n
regex.replace replace substring"""
_FOUR = """regex.template_match time.add_date"""

ALLOWED: dict[str, int] = {
    name: arity for arity, names in enumerate((_NONE, _ONE, _TWO, _THREE, _FOUR)) for name in names.split()
}
"""Name → number of arguments."""

FORBIDDEN: dict[str, str] = {
    "time.now_ns": "reads the clock; time is input.now",
    "http.send": "reaches for the network",
    "net.lookup_ip_addr": "reaches for the network",
    "providers.aws.sign_req": "signs requests to the network",
    "rand.intn": "is chance; the same facts must give the same answer",
    "uuid.rfc4122": "is chance; the same facts must give the same answer",
    "opa.runtime": "reads the environment",
    "trace": "writes beside the answer",
    "print": "writes beside the answer",
}
"""Name → what it does that a decision must not."""
