%% The SDK for adapters in Erlang: everything of the protocol but the library. A whole adapter:
%%
%%     -module(adapter).
%%     -export([start/0]).
%%
%%     start() ->
%%         audiometer:serve(#{name => <<"mylib">>, application => mylib, package => <<"erlang-mylib">>, homepage => <<"https://mylib.example">>,
%%                            algorithms => [<<"HS256">>], features => ['aud-required'], notes => <<"one expected value">>}, fun validate/3).
%%
%%     validate(Token, #{<<"identifiers">> := [Me | _]}, #{<<"HS256">> := Key}) ->
%%         case mylib:verify(Token, Key, Me) of {ok, _} -> accept; {error, aud} -> {reject, 'aud-mismatch', <<"aud">>} end.
%%
%% A verdict is accept, decoded (no aud), {decoded, Aud}, {reject, Reason, Error}, {reject, Error} or {unsupported, Feature, Error};
%% every exception is a fault. `kind => decoder` and `profiles => [...]` may be added. What is printed goes to stderr.
%% Run: erl -noinput -pa . -s adapter (needs erlang-jiffy)
-module(audiometer).
-export([serve/2]).

-define(KNOWN, [{<<"presence">>, [<<"required">>, <<"optional">>]}, {<<"shape">>, [<<"any">>, <<"string">>]},
                {<<"extras">>, [<<"allowed">>, <<"trusted">>, <<"none">>]},
                {<<"azp">>, [<<"ignored">>, <<"errata1">>, <<"errata2">>, <<"strict">>]}]).

serve(Me, Validate) ->
    group_leader(whereis(standard_error), self()),
    Port = open_port({fd, 0, 1}, [binary, eof, {line, 65536}]),
    loop(Port, Me, Validate, #{}, []).

loop(Port, Me, Validate, Keys, Parts) ->
    receive
        {Port, {data, {noeol, Part}}} ->
            loop(Port, Me, Validate, Keys, [Parts, Part]);
        {Port, {data, {eol, Part}}} ->
            Request = request(iolist_to_binary([Parts, Part])),
            {Reply, Next} = answer(Request, Me, Validate, Keys),
            port_command(Port, [jiffy:encode(Reply#{seq => maps:get(<<"seq">>, Request)}, [force_utf8]), $\n]),
            maps:is_key(error, Reply) andalso not maps:is_key(verdict, Reply) andalso halt(1),
            loop(Port, Me, Validate, Next, []);
        {Port, eof} ->
            halt(0)
    end.

request(Line) ->
    try #{} = jiffy:decode(Line, [return_maps])
    catch _:_ -> io:format("not a request~n"), halt(2)
    end.

answer(#{<<"cmd">> := <<"start">>, <<"protocol">> := #{<<"min">> := Min, <<"max">> := Max}, <<"keys">> := Keys}, Me, _, _) when Min =< 1, Max >= 1 ->
    {start(Me), Keys};
answer(#{<<"cmd">> := <<"start">>}, _, _, Keys) ->
    {#{error => <<"this adapter speaks protocol 1 only">>}, Keys};
answer(#{<<"cmd">> := <<"validate">>, <<"policy">> := Policy, <<"token">> := Token}, _, Validate, Keys) ->
    %% A value that this SDK has never heard of would be configured wrongly.
    case [<<Field/binary, $-, (maps:get(Field, Policy))/binary>> || {Field, Values} <- ?KNOWN, not lists:member(maps:get(Field, Policy), Values)] of
        [] -> {reply(try Validate(Token, Policy, Keys) catch Class:Term -> {fault, text({Class, Term})} end), Keys};
        [Feature | _] -> {#{verdict => unsupported, feature => Feature}, Keys}
    end;
answer(Request, _, _, Keys) ->
    {#{verdict => unsupported, feature => <<"command ", (maps:get(<<"cmd">>, Request, <<"none">>))/binary>>}, Keys}.

reply(accept) -> #{verdict => accept};
reply(decoded) -> #{verdict => decoded};
reply({decoded, Aud}) -> #{verdict => decoded, aud => Aud};
reply({reject, Error}) -> #{verdict => reject, error => cut(Error)};
reply({reject, Reason, Error}) -> #{verdict => reject, reason => Reason, error => cut(Error)};
reply({unsupported, Feature, Error}) -> #{verdict => unsupported, feature => Feature, error => Error};
reply({fault, Error}) -> #{verdict => fault, error => Error}.

cut(Error) -> binary:part(Error, 0, min(500, byte_size(Error))).

text(Term) -> iolist_to_binary(lists:sublist(lists:flatten(io_lib:format("~0p", [Term])), 500)).

start(Me = #{application := Application, package := Package}) ->
    application:load(Application),
    {ok, Version} = application:get_key(Application, vsn),
    Debian = string:trim(os:cmd("dpkg-query -W -f '${Version}' " ++ binary_to_list(Package))),
    maps:merge(#{protocol => 1, window => 64, algorithms => maps:get(algorithms, Me), features => maps:get(features, Me), notes => maps:get(notes, Me),
                 implementation => #{name => maps:get(name, Me), version => list_to_binary(Version), language => <<"Erlang">>,
                                     runtime => list_to_binary("OTP " ++ erlang:system_info(otp_release) ++ ", Debian " ++ Debian),
                                     registry => debian, package => Package, homepage => maps:get(homepage, Me)}},
               maps:with([kind, profiles], Me)).
