-- Prosody's util.jwt: verify, then aud out of the table of claims.
local audiometer = require "audiometer"
local json = require "util.json"
local jwt = require "util.jwt"

audiometer.serve({ name = "Prosody util.jwt", package = "prosody", homepage = "https://prosody.im", kind = "decoder", algorithms = { "HS256" }, features = { "any-issuer", "aud-optional", "aud-required", "many-identifiers" },
                   notes = "verify, then aud; JSON by Prosody's util.json" },
  function(token, _, keys)
    local ok, claims = jwt.verify(audiometer.secret(keys.HS256), token)
    if not ok then return audiometer.reject(claims == "signature-mismatch" and "signature" or nil, claims) end
    local aud = claims.aud
    return audiometer.decoded(aud ~= nil and json.encode(aud) or nil)
  end)
