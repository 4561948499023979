%% RabbitMQ's plugin rabbitmq_auth_backend_oauth2: user_login_authentication, which the broker calls for a client that logs in with a token.
-module(adapter).
-export([start/0]).

-define(APP, rabbitmq_auth_backend_oauth2).

start() ->
    application:set_env(jose, json_module, jose_json_jsx), %% the one in RabbitMQ's own folder; the SDK brings jiffy along
    {ok, _} = application:ensure_all_started(jose),
    audiometer:serve(#{name => <<"rabbitmq_auth_backend_oauth2">>, application => ?APP, package => <<"rabbitmq-server">>,
                       homepage => <<"https://www.rabbitmq.com/docs/oauth2">>, algorithms => [<<"HS256">>],
                       features => ['any-issuer', 'aud-required', 'no-identifiers'], profiles => ['jwt-bcp', 'access-token', unconfigured],
                       notes => <<"resource_server_id; extra_scopes_source = sub, because the plugin wants every token to have a scope">>}, fun validate/3).

validate(Token, #{<<"identifiers">> := Identifiers}, #{<<"HS256">> := Key}) ->
    application:set_env(?APP, key_config, [{default_key, <<"key">>}, {signing_keys, #{<<"key">> => {map, Key}}}, {algorithms, [<<"HS256">>]}]),
    application:set_env(?APP, extra_scopes_source, <<"sub">>),
    case Identifiers of
        [Me | _] -> application:set_env(?APP, resource_server_id, Me);
        [] -> application:unset_env(?APP, resource_server_id)
    end,
    %% "{refused, ...}: Client failed authentication"; "{error, Error}: Something went wrong".
    case rabbit_auth_backend_oauth2:user_login_authentication(<<>>, [{password, Token}]) of
        {ok, _User} -> accept;
        {refused, Message, Arguments} -> {reject, iolist_to_binary(io_lib:format(Message, Arguments))};
        {error, Reason} -> error(Reason)
    end.
