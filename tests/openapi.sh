#!/usr/bin/env bash
# The OpenAPI document of all pages is valid, says a validator that is not ours (openapi-spec-validator, Python).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cargo run --quiet --locked -p wechatpay-codegen -- openapi --out "$work/openapi.json"
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet 'openapi-spec-validator==0.9.0'
"$work/venv/bin/python" - "$work/openapi.json" <<'PYTHON'
import json, sys
from openapi_spec_validator import OpenAPIV31SpecValidator

document = json.load(open(sys.argv[1]))
errors = [f"{list(error.absolute_path)}: {error.message[:300]}" for error in OpenAPIV31SpecValidator(document).iter_errors()]
print("\n".join(errors[:20]) or f"valid: {len(document['paths'])} paths, {len(document['webhooks'])} webhooks")
sys.exit(bool(errors))
PYTHON
