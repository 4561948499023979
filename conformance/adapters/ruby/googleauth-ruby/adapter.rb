# frozen_string_literal: true

# googleauth's verifier of ID tokens, as Google::Auth::IDTokens.verify_oidc makes it, with the runner's key in place of Google's.

require_relative '../sdk/audiometer'
require 'googleauth/id_tokens'
require 'googleauth/version'

IDTokens = Google::Auth::IDTokens
# SignatureError stands for everything that ruby-jwt, which it calls, refuses: it has no reason of its own.
REASONS = { IDTokens::AudienceMismatchError => 'aud-mismatch', IDTokens::IssuerMismatchError => 'iss-mismatch' }.freeze

description = {
  name: 'googleauth', version: Google::Auth::VERSION,
  registry: 'debian', package: 'ruby-googleauth', homepage: 'https://github.com/googleapis/google-auth-library-ruby',
  algorithms: %w[RS256], features: %w[no-identifiers many-identifiers issuer any-issuer aud-required],
  profiles: %w[unconfigured oidc-errata1 oidc oidc-strict oidc-backend],
  notes: 'IDTokens::Verifier with a static key, aud: the identifiers, iss: the issuer, or nil for no check; azp: not given, as by default'
}

# Not StaticKeySource.from_jwk: in this version it makes its keys in a way that OpenSSL 3 has ended.
def static(jwk)
  key = JWT::JWK.import(jwk.transform_keys(&:to_sym)).public_key
  IDTokens::StaticKeySource.new([IDTokens::KeyInfo.new(key: key, algorithm: 'RS256')])
end

keys = nil # made once, as verify_oidc makes its own
Audiometer.serve(description) do |token, policy, start|
  keys ||= static(start.keys['RS256'])
  identifiers = policy['identifiers']
  claims = IDTokens::Verifier.new(key_source: keys, aud: identifiers.empty? ? nil : identifiers, iss: policy['issuer']).verify(token)
  Audiometer.accept([claims['aud']].flatten.grep(String))
rescue IDTokens::VerificationError => e
  Audiometer.reject(REASONS.fetch(e.class, 'other'), e)
end
