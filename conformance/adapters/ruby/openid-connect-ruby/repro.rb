# frozen_string_literal: true

# What the suite finds in openid_connect 1.2.0, and what it does not ask it because iss is always compared, by the library alone:
# `ruby repro.rb`. Ends with an error where a line is no longer so.

require 'openid_connect'

KEY = 'a key of this program, 32 bytes.'
ME = 'client-of-this-program'
REST = '"iss":"https://issuer.example","sub":"s","iat":1700000000,"exp":4102444800'

def token(claims)
  signed = ['{"alg":"HS256"}', claims].map { |part| Base64.urlsafe_encode64(part, padding: false) }.join('.')
  "#{signed}.#{Base64.urlsafe_encode64(OpenSSL::HMAC.digest('SHA256', KEY, signed), padding: false)}"
end

def outcome(claims, client_id: ME, issuer: 'https://issuer.example')
  OpenIDConnect::ResponseObject::IdToken.decode(token(claims.b), KEY).verify!(issuer: issuer, client_id: client_id)
  'accepted'
rescue StandardError => e
  e.class.name.split('::').last
end

def shows(what, expected, claims, **expectation)
  got = outcome(claims, **expectation)
  puts format('%-62<what>s %<got>s', what: what, got: got)
  abort "expected #{expected}" unless got == expected
end

puts "openid_connect #{Gem.loaded_specs['openid_connect'].version}, json #{JSON::VERSION}, ruby #{RUBY_VERSION}"
shows 'the identifier', 'accepted', %({#{REST},"aud":"#{ME}"})
shows 'another', 'InvalidAudience', %({#{REST},"aud":"other"})
shows 'without aud', 'AttrMissing', "{#{REST}}"

puts 'azp and further audiences are not looked at'
shows 'two audiences, azp of another', 'accepted', %({#{REST},"aud":["#{ME}","other"],"azp":"other"})

puts 'iss is compared as text'
shows 'a number', 'accepted', %({#{REST.sub('"https://issuer.example"', '7')},"aud":"#{ME}"}), issuer: '7'
shows 'an array', 'accepted', %({#{REST.sub('"https://issuer.example"', '["a"]')},"aud":"#{ME}"}), issuer: '["a"]'
shows 'an empty string counts as absent', 'AttrMissing', %({#{REST.sub('https://issuer.example', '')},"aud":"#{ME}"}), issuer: ''

puts 'A claims set that is no object is none of the errors of the library'
shows 'null', 'NoMethodError', 'null'
shows 'true', 'NoMethodError', 'true'
shows 'an array', 'NoMethodError', %([{#{REST},"aud":"#{ME}"}])

puts 'The json of this Ruby reads more than JSON'
shows 'a comment', 'accepted', %({/* c */#{REST},"aud":"#{ME}"})
shows 'an escape of a plain letter', 'accepted', %({#{REST},"aud":"\\client-of-this-program"})
shows 'a byte that is no UTF-8, in another claim', 'accepted', %({#{REST},"aud":"#{ME}","x":"\xFF"})
