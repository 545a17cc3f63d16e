"""A SageMaker model registry, S3 and STS on loopback: for the demo, for tests, and for trying things out.

Real HTTP: boto3 talks to it by endpoint URL. Requests and responses are checked against botocore's own service models.
It encodes a reading of AWS: each behaviour that the service model does not settle names its source where it stands.
"""

from __future__ import annotations

from mlgate.sandbox.faults import Call, Fault, FaultKind
from mlgate.sandbox.seed import seed
from mlgate.sandbox.server import Sandbox, serve

__all__ = ["Call", "Fault", "FaultKind", "Sandbox", "seed", "serve"]
