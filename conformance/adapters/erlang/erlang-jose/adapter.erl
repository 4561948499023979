%% erlang-jose: jose_jwt:verify_strict; the claims come back as a map.
-module(adapter).
-export([start/0]).

start() ->
    application:ensure_all_started(jose),
    audiometer:serve(#{name => <<"erlang-jose">>, application => jose, package => <<"erlang-jose">>, homepage => <<"https://hexdocs.pm/jose/">>, kind => decoder,
                       algorithms => [<<"HS256">>], features => ['any-issuer', 'aud-optional', 'aud-required', 'many-identifiers'], notes => <<"jose_jwt:verify_strict; JSON by jiffy">>}, fun validate/3).

validate(Token, _Policy, #{<<"HS256">> := Key}) ->
    case jose_jwt:verify_strict(jose_jwk:from_map(Key), [<<"HS256">>], Token) of
        {true, {jose_jwt, #{<<"aud">> := Aud}}, _} -> {decoded, Aud};
        {true, {jose_jwt, _}, _} -> decoded;
        {false, _, _} -> {reject, signature, <<"verify_strict: false">>}
    end.
