# frozen_string_literal: true

# What the suite finds in googleauth 0.13.0, by the library alone: `ruby repro.rb`. Ends with an error where a line is no longer so.

require 'googleauth/id_tokens'
require 'googleauth/version'

KEY = OpenSSL::PKey::RSA.generate(2048)
KEYS = Google::Auth::IDTokens::StaticKeySource.new([Google::Auth::IDTokens::KeyInfo.new(key: KEY.public_key, algorithm: 'RS256')])
ME = 'client-of-this-program'

def token(claims)
  signed = ['{"alg":"RS256"}', claims].map { |part| Base64.urlsafe_encode64(part, padding: false) }.join('.')
  "#{signed}.#{Base64.urlsafe_encode64(KEY.sign('SHA256', signed), padding: false)}"
end

def outcome(claims, expectation = { aud: ME })
  Google::Auth::IDTokens::Verifier.new(key_source: KEYS, **expectation).verify(token(claims.b))
  'accepted'
rescue StandardError => e
  e.class.name.split('::').last
end

def shows(what, expected, claims, **expectation)
  got = expectation.empty? ? outcome(claims) : outcome(claims, expectation)
  puts format('%-62<what>s %<got>s', what: what, got: got)
  abort "expected #{expected}" unless got == expected
end

puts "googleauth #{Google::Auth::VERSION}, json #{JSON::VERSION}, ruby #{RUBY_VERSION}"
shows 'the identifier', 'accepted', %({"aud":"#{ME}"})
shows 'another', 'AudienceMismatchError', '{"aud":"other"}'

puts 'No identifier is configured: aud is not looked at'
shows 'aud of another', 'accepted', '{"aud":"other"}', aud: nil

puts 'iss may be a list, of which one matches'
shows 'a list with the issuer', 'accepted', %({"aud":"#{ME}","iss":["https://other","https://issuer"]}), aud: ME, iss: 'https://issuer'

puts 'A claims set that is no object is no VerificationError'
shows 'null', 'NoMethodError', 'null'
shows 'true', 'NoMethodError', 'true'
shows 'a string', 'NoMethodError', '"aud"'
shows 'an array', 'NoMethodError', %([{"aud":"#{ME}"}])

puts 'The json of this Ruby reads more than JSON'
shows 'a comment', 'accepted', %({/* c */"aud":"#{ME}"})
shows 'an escape of a plain letter', 'accepted', '{"aud":"\\client-of-this-program"}'
shows 'a byte that is no UTF-8, in another claim', 'accepted', %({"aud":"#{ME}","x":"\xFF"})
