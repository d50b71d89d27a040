#!/usr/bin/env bash
# The sandbox as other languages see it: started as a program, called with the files that it writes, with curl and openssl alone.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

cargo build --quiet --locked -p wechatpay-client --features sandbox --bin wechatpay-sandbox
program=${CARGO_TARGET_DIR:-target}/debug/wechatpay-sandbox
keys=$(mktemp -d)
mkfifo "$keys/out"
"$program" --port 0 --keys "$keys" >"$keys/out" &
pid=$!
trap 'kill "$pid" 2>/dev/null; rm -rf "$keys"' EXIT
read -r line <"$keys/out"
base=${line#listening on }

value() { sed -n "s/^ *\"$1\": \"\(.*\)\",*$/\1/p" "$keys/sandbox.json" | head -n 1; }

# call METHOD PATH BODY: signs, sends, verifies the answer, and prints its body.
call() {
    local now nonce signature serial
    now=$(date +%s)
    nonce=$(openssl rand -hex 16)
    signature=$(printf '%s\n%s\n%s\n%s\n%s\n' "$1" "$2" "$now" "$nonce" "$3" |
        openssl dgst -sha256 -sign "$keys/$(value merchant_key)" | base64 -w 0)
    serial=$(value platform_public_key_id)
    curl --silent --fail-with-body --request "$1" --dump-header "$keys/head" --output "$keys/body" \
        --header "Authorization: WECHATPAY2-SHA256-RSA2048 mchid=\"$(value mchid)\",nonce_str=\"$nonce\",signature=\"$signature\",timestamp=\"$now\",serial_no=\"$(value merchant_serial)\"" \
        --header "Wechatpay-Serial: $serial" --header 'Content-Type: application/json' ${3:+--data-binary "$3"} "$base$2"
    header() { sed -n "s/^$1: \(.*\)\r$/\1/p" "$keys/head"; }
    [ "$(header Wechatpay-Serial)" = "$serial" ]
    header Wechatpay-Signature | base64 -d >"$keys/signature"
    { printf '%s\n%s\n' "$(header Wechatpay-Timestamp)" "$(header Wechatpay-Nonce)"; cat "$keys/body"; echo; } |
        openssl dgst -sha256 -verify "$keys/$(value platform_public_key)" -signature "$keys/signature" >/dev/null
    cat "$keys/body"
}

order=$(printf '{"appid":"%s","mchid":"%s","description":"tea","out_trade_no":"CURL-1","notify_url":"http://127.0.0.1:1/","amount":{"total":100},"payer":{"openid":"%s"}}' \
    "$(value appid)" "$(value mchid)" "$(value openid)")
call POST /v3/pay/transactions/jsapi "$order" | grep -q '"prepay_id":"'
curl --silent --fail --output /dev/null --header 'Content-Type: application/json' --data '{"number":"CURL-1"}' "$base/_sandbox/pay"
call GET "/v3/pay/transactions/out-trade-no/CURL-1?mchid=$(value mchid)" '' | grep -q '"trade_state":"SUCCESS"'
call GET /v3/certificates '' | grep -q '"encrypt_certificate"'
echo "the sandbox answers curl"
