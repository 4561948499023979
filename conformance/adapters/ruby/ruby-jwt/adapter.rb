# frozen_string_literal: true

# ruby-jwt, as its README configures the audience: `aud:` with what is expected, and `verify_aud: true`, without which `aud:` is not looked at.

require_relative '../sdk/audiometer'
require 'jwt'

REASONS = {
  JWT::DecodeError => 'claims-malformed', # "Invalid segment encoding"
  JWT::InvalidIssuerError => 'iss-mismatch', JWT::VerificationError => 'signature'
}.freeze

description = {
  name: 'ruby-jwt', version: Gem.loaded_specs['jwt'].version.to_s,
  registry: 'debian', package: 'ruby-jwt', homepage: 'https://github.com/jwt/ruby-jwt',
  algorithms: %w[HS256], features: %w[no-identifiers many-identifiers issuer any-issuer aud-required],
  notes: 'aud: the identifiers, verify_aud: true; iss: and verify_iss: true where the policy names an issuer'
}

Audiometer.serve(description) do |token, policy, start|
  options = { algorithm: 'HS256' }
  options.update(aud: policy['identifiers'], verify_aud: true) unless policy['identifiers'].empty?
  options.update(iss: policy['issuer'], verify_iss: true) if policy['issuer']
  claims, = JWT.decode(token, start.secret, true, options)
  Audiometer.accept([claims['aud']].flatten.grep(String))
rescue JWT::InvalidAudError => e
  Audiometer.reject(e.message.end_with?('received <none>') ? 'aud-missing' : 'aud-mismatch', e)
rescue JWT::DecodeError => e # the superclass of every error that JWT.decode raises
  Audiometer.reject(REASONS.fetch(e.class, 'other'), e)
end
