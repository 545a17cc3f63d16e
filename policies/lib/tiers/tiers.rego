# METADATA
# title: Tiers
# description: The order of the risk tiers. What is undetermined counts as strictly as what is unacceptable.
package mlgate.lib.tiers

rank := {"out_of_scope": 0, "minimal": 1, "limited": 2, "high": 3, "unacceptable": 4, "undetermined": 5}

# The strictest of a non-empty set of tiers.
strictest(tiers) := tier if {
	some tier, place in rank
	place == max({other | some name, other in rank; name in tiers})
}

# The column of a table by tier that a tier reads: what is unacceptable or undetermined reads the one of high.
column("unacceptable") := "high"

column("undetermined") := "high"

column("out_of_scope") := "minimal"

column(tier) := tier if tier in {"high", "limited", "minimal"}
