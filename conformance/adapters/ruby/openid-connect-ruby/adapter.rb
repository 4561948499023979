# frozen_string_literal: true

# openid_connect, as its sample relying party verifies an ID token: IdToken.decode, then verify! with issuer, client_id and nonce.

require_relative '../sdk/audiometer'
require 'openid_connect'

IdToken = OpenIDConnect::ResponseObject::IdToken

description = {
  name: 'openid_connect', version: Gem.loaded_specs['openid_connect'].version.to_s,
  registry: 'debian', package: 'ruby-openid-connect', homepage: 'https://github.com/nov/openid_connect',
  algorithms: %w[HS256], features: %w[issuer aud-required], profiles: %w[oidc-errata1 oidc oidc-strict oidc-backend],
  notes: 'IdToken.decode with the client secret, verify! with issuer (always compared), client_id and the nonce of the token'
}

Audiometer.serve(description) do |token, policy, start|
  id_token = IdToken.decode(token, start.secret)
  # verify! always compares iss and nonce: where the policy names no issuer it is that of every token, and the nonce, which is not what is
  # asked about, is the one that the library found.
  id_token.verify!(issuer: policy['issuer'] || start.issuer, client_id: policy['identifiers'].first, nonce: id_token.nonce)
  Audiometer.accept([id_token.aud].flatten.grep(String))
rescue IdToken::InvalidAudience => e
  Audiometer.reject('aud-mismatch', e)
rescue IdToken::InvalidIssuer => e
  Audiometer.reject('iss-mismatch', e)
rescue AttrRequired::AttrMissing => e # the claims that attr_required declares; its message names them
  Audiometer.reject(e.message.include?('aud') ? 'aud-missing' : 'other', e)
rescue JSON::JWT::VerificationFailed => e
  Audiometer.reject('signature', e)
rescue IdToken::InvalidToken, JSON::JWT::Exception => e
  Audiometer.reject('other', e)
end
