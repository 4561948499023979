-- Prosody's util.jwt alone, without the SDK and the runner: each cause that expectations name, printed and asserted.
--   LUA_PATH='/usr/lib/prosody/?.lua;;' LUA_CPATH='/usr/lib/prosody/?.so;;' lua5.4 repro.lua
local hashes = require "util.hashes"
local base64 = require "util.encodings".base64
local jwt = require "util.jwt"
local key = "a key of the reproduction, 32 b!"

local function base64url(bytes) return (base64.encode(bytes):gsub("[+/=]", { ["+"] = "-", ["/"] = "_", ["="] = "" })) end

-- A token with exactly these bytes as claims, HS256.
local function mint(claims)
  local signed = base64url '{"alg":"HS256","typ":"JWT"}' .. "." .. base64url(claims)
  return signed .. "." .. base64url(hashes.hmac_sha256(key, signed))
end

local function show(cause, claims, observed)
  local ok, payload = jwt.verify(key, mint(claims))
  local said = not ok and "refused" or type(payload) ~= "table" and type(payload) or tostring(payload.aud)
  print(said, cause)
  assert(said == observed)
end

show('aud "me"', '{"aud":"me"}', "me")
show("the payload is a boolean: taken, though it has no claims", "true", "boolean")
show("the payload is a string: taken", '"me"', "string")
show("the payload is a list: taken, and has no aud", '[{"aud":"other"}]', "nil")
show("a comma behind the last member", '{"aud":"me",}', "me")
show("the number 07", '{"aud":"me","n":07}', "me")
show("the number 1.", '{"aud":"me","n":1.}', "me")
show("a line feed in a string", '{"aud":"me","x":"a\nb"}', "me")
show("a byte that is no UTF-8", '{"aud":"me","x":"\xff"}', "me")
