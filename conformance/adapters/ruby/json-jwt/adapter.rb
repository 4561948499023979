# frozen_string_literal: true

# json-jwt verifies the signature and hands over the claims; it has no audience check.

require_relative '../sdk/audiometer'
require 'json/jwt'

description = {
  name: 'json-jwt', version: Gem.loaded_specs['json-jwt'].version.to_s,
  registry: 'debian', package: 'ruby-json-jwt', homepage: 'https://github.com/nov/json-jwt',
  kind: 'decoder', algorithms: %w[HS256], features: %w[many-identifiers aud-required aud-optional any-issuer], notes: 'JSON::JWT.decode with the key and :HS256; the application reads [:aud]'
}

Audiometer.serve(description) do |token, _policy, start|
  claims = JSON::JWT.decode(token, start.secret, :HS256)
  claims.key?(:aud) ? Audiometer.decoded(claims[:aud]) : Audiometer.decoded
rescue JSON::JWT::VerificationFailed => e
  Audiometer.reject('signature', e)
rescue JSON::JWT::Exception => e
  Audiometer.reject('claims-malformed', e)
end
