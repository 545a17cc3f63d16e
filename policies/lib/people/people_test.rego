package mlgate.lib.people_test

import data.mlgate.lib.people

_facts := {
	"registry": {"kind": "sagemaker"},
	"directory": {"people": {
		"u-a": {"kind": "person", "roles": ["model_owner"], "reporting_line": "credit"},
		"svc": {"kind": "service", "roles": ["model_owner"], "reporting_line": null},
	}},
}

test_only_a_person_with_the_role_holds_it if {
	people.holds("u-a", "model_owner") with input as _facts
	not people.holds("u-a", "governance_officer") with input as _facts
	not people.holds("svc", "model_owner") with input as _facts
	not people.holds("u-b", "model_owner") with input as _facts
}

test_a_service_is_not_a_known_person if {
	people.is_known("u-a") with input as _facts
	not people.is_known("svc") with input as _facts
}

test_an_unknown_reporting_line_is_empty if {
	people.reporting_line("u-a") == "credit" with input as _facts
	people.reporting_line("svc") == "" with input as _facts
	people.reporting_line("u-b") == "" with input as _facts
}

test_unauthenticated_items_count_only_in_a_sandbox if {
	people.counts({"authenticated": true}) with input as _facts
	not people.counts({"authenticated": false}) with input as _facts
	people.counts({"authenticated": false}) with input as {"registry": {"kind": "local"}}
}
