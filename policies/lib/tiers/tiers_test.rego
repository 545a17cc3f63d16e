package mlgate.lib.tiers_test

import data.mlgate.lib.tiers

test_the_strictest_wins if {
	tiers.strictest({"minimal", "high", "limited"}) == "high"
	tiers.strictest({"undetermined", "high"}) == "undetermined"
	tiers.strictest({"minimal"}) == "minimal"
}

test_every_tier_reads_a_column if {
	tiers.column("undetermined") == "high"
	tiers.column("unacceptable") == "high"
	tiers.column("high") == "high"
	tiers.column("limited") == "limited"
	tiers.column("minimal") == "minimal"
	tiers.column("out_of_scope") == "minimal"
}
