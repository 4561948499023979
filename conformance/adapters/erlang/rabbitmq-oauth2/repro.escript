#!/usr/bin/env escript
%% RabbitMQ's OAuth 2 plugin alone, without the SDK and the runner: each cause that expectations name, printed and asserted.
%%   ERL_FLAGS="-pa $(echo /usr/lib/rabbitmq/lib/rabbitmq_server-*/plugins/*/ebin)" escript repro.escript    (needs rabbitmq-server)
-define(KEY, <<"a key of the reproduction, 32 b!">>).
-define(APP, rabbitmq_auth_backend_oauth2).

base64url(Bytes) -> << <<(case C of $+ -> $-; $/ -> $_; _ -> C end)>> || <<C>> <= base64:encode(Bytes), C =/= $= >>.

%% A token with exactly these bytes as claims, HS256.
mint(Claims) ->
    Signed = <<(base64url(<<"{\"alg\":\"HS256\",\"typ\":\"JWT\"}">>))/binary, ".", (base64url(Claims))/binary>>,
    <<Signed/binary, ".", (base64url(crypto:mac(hmac, sha256, ?KEY, Signed)))/binary>>.

login(Me, Claims) ->
    application:set_env(?APP, resource_server_id, Me),
    try rabbit_auth_backend_oauth2:user_login_authentication(<<>>, [{password, mint(Claims)}]) of
        {ok, _} -> accepted;
        {refused, _, _} -> refused
    catch error:Reason -> Reason
    end.

show(Cause, Me, Claims, Observed) ->
    Said = login(Me, Claims),
    io:format("~-16w~s~n", [Said, Cause]),
    Said =:= Observed orelse halt(1).

main(_) ->
    application:set_env(jose, json_module, jose_json_jsx), %% the one in RabbitMQ's own folder
    application:ensure_all_started(jose),
    Key = #{<<"kty">> => <<"oct">>, <<"k">> => base64url(?KEY)},
    application:set_env(?APP, key_config, [{default_key, <<"key">>}, {signing_keys, #{<<"key">> => {map, Key}}}, {algorithms, [<<"HS256">>]}]),
    show("aud \"me\", I am \"me\"", <<"me">>, <<"{\"sub\":\"s\",\"scope\":\"s\",\"aud\":\"me\"}">>, accepted),
    show("aud \"other\"", <<"me">>, <<"{\"sub\":\"s\",\"scope\":\"s\",\"aud\":\"other\"}">>, refused),
    show("aud \"x me\": a string is cut at its spaces", <<"me">>, <<"{\"sub\":\"s\",\"scope\":\"s\",\"aud\":\"x me\"}">>, accepted),
    show("aud \"me \"", <<"me">>, <<"{\"sub\":\"s\",\"scope\":\"s\",\"aud\":\"me \"}">>, accepted),
    show("aud \"my client\", I am \"my client\"", <<"my client">>, <<"{\"sub\":\"s\",\"scope\":\"s\",\"aud\":\"my client\"}">>, refused),
    show("aud \"other\", I am \"\": nobody looks at aud", <<>>, <<"{\"sub\":\"s\",\"scope\":\"s\",\"aud\":\"other\"}">>, accepted),
    show("no aud", <<"me">>, <<"{\"sub\":\"s\",\"scope\":\"s\"}">>, function_clause),
    show("the payload true", <<"me">>, <<"true">>, function_clause),
    show("a payload that is no JSON", <<"me">>, <<"no JSON">>, badarg),
    show("a comment in the payload", <<"me">>, <<"{\"sub\":\"s\",\"scope\":\"s\",/* */\"aud\":\"me\"}">>, accepted),
    show("single quotes", <<"me">>, <<"{'sub':'s','scope':'s','aud':'me'}">>, accepted),
    show("a byte that is no UTF-8", <<"me">>, <<"{\"sub\":\"s\",\"scope\":\"s\",\"aud\":\"me\",\"x\":\"", 255, "\"}">>, accepted).
