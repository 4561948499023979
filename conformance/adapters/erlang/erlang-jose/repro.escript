#!/usr/bin/env escript
%% erlang-jose alone, without the SDK and the runner: each cause that expectations name, printed and asserted.
%%   escript repro.escript    (needs erlang-jose, erlang-jiffy)
-define(KEY, <<"a key of the reproduction, 32 b!">>).

base64url(Bytes) -> << <<(case C of $+ -> $-; $/ -> $_; _ -> C end)>> || <<C>> <= base64:encode(Bytes), C =/= $= >>.

%% A token with exactly these bytes as claims, HS256.
mint(Claims) ->
    Signed = <<(base64url(<<"{\"alg\":\"HS256\",\"typ\":\"JWT\"}">>))/binary, ".", (base64url(Claims))/binary>>,
    <<Signed/binary, ".", (base64url(crypto:mac(hmac, sha256, ?KEY, Signed)))/binary>>.

verify(Claims) ->
    Key = jose_jwk:from_map(#{<<"kty">> => <<"oct">>, <<"k">> => base64url(?KEY)}),
    try jose_jwt:verify_strict(Key, [<<"HS256">>], mint(Claims)) of
        {Verified, {jose_jwt, Fields}, _} -> {Verified, maps:get(<<"aud">>, Fields, none)}
    catch Class:Reason -> {Class, Reason}
    end.

show(Claims, Observed) ->
    Said = verify(Claims),
    io:format("~s~n    ~0p~n", [Claims, Said]),
    Observed(Said) orelse halt(1).

main(_) ->
    application:ensure_all_started(jose),
    show(<<"{\"aud\":\"me\"}">>, fun(Said) -> Said =:= {true, <<"me">>} end),
    show(<<"{\"aud\":[\"me\"]}">>, fun(Said) -> Said =:= {true, [<<"me">>]} end),
    %% raised, not returned
    show(<<"no JSON">>, fun({error, {_, Reason}}) -> is_atom(Reason) end),
    show(<<"{\"aud\":\"me\",}">>, fun({error, {_, Reason}}) -> is_atom(Reason) end),
    show(<<"{\"aud\":\"me\",\"n\":1e400}">>, fun({error, {range, _}}) -> true end),
    show(<<"[{\"aud\":\"me\"}]">>, fun(Said) -> Said =:= {error, function_clause} end),
    show(<<"true">>, fun(Said) -> Said =:= {error, function_clause} end).
