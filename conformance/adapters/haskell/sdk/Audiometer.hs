{-# LANGUAGE OverloadedStrings #-}
-- | The SDK for adapters in Haskell: everything of the protocol but the library. A whole adapter:
--
-- > {-# LANGUAGE CPP, OverloadedStrings #-}
-- > import Audiometer
-- > import qualified MyLib
-- >
-- > main :: IO ()
-- > main = serve me validate
-- >   where
-- >     me = Adapter { name = "mylib", package = "libghc-mylib-dev", version = VERSION_mylib, homepage = "https://mylib.example", kind = Validator
-- >                  , algorithms = ["HS256"], features = ["aud-required"], profiles = [], notes = "one expected value" }
-- >     validate token policy keys = pure $ either (Reject "aud-mismatch" . MyLib.message) (const Accept)
-- >                                                (MyLib.verify token (secret keys "HS256") (head (identifiers policy)))
--
-- Every exception is a fault. What is printed to stdout goes to stderr.
-- Build: ghc -i../sdk Main.hs (needs libghc-aeson-dev)
module Audiometer (Adapter (..), Kind (..), Policy (..), Verdict (..), secret, serve) where

import Control.Exception (SomeException, evaluate, try)
import Control.Monad (unless)
import Data.Aeson
import Data.Aeson.Types (Pair, Parser, parseEither)
import Data.Bits (shiftL, shiftR, (.|.))
import qualified Data.Aeson.KeyMap as Map
import qualified Data.ByteString as B
import qualified Data.ByteString.Lazy as L
import Data.List (elemIndex)
import Data.Maybe (fromMaybe)
import Data.Text (Text)
import qualified Data.Text as T
import Data.Word (Word8)
import Data.Version (showVersion)
import GHC.IO.Handle (hDuplicate, hDuplicateTo)
import System.Exit (ExitCode (..), exitWith)
import System.IO
import System.Info (compilerName, fullCompilerVersion)
import System.Process (readProcess)

data Kind = Validator | Decoder deriving Eq

data Adapter = Adapter { name, package, homepage, notes :: Text, version :: String, kind :: Kind
                       , algorithms :: [Text] -- ^ the runner signs with the first
                       , features, profiles :: [Text] -- ^ no profiles: all
                       }

data Policy = Policy { identifiers :: [Text], issuer :: Maybe Text, presence, shape, extras, azp :: Text, trusted :: [Text], clientId :: Maybe Text }

-- | With texts: reason (may be empty) and error; feature and error. 'Decoded' with what the library hands over, if it does.
data Verdict = Accept | Reject Text Text | Unsupported Text Text | Decoded (Maybe Value)

instance FromJSON Policy where
  parseJSON = withObject "policy" $ \o -> Policy <$> o .: "identifiers" <*> o .:? "issuer" <*> o .: "presence" <*> o .: "shape"
    <*> o .: "extras" <*> o .: "azp" <*> (fromMaybe [] <$> o .:? "trusted") <*> o .:? "client_id"

-- | The bytes of a symmetric JWK.
secret :: Object -> Key -> B.ByteString
secret keys algorithm = case Map.lookup algorithm keys of
  Just (Object jwk) | Just (String k) <- Map.lookup "k" jwk -> B.pack (go (map digit (T.unpack k)))
  _ -> error "no such key"
  where
    digit c = fromMaybe (error "no base64url") (elemIndex c (['A' .. 'Z'] ++ ['a' .. 'z'] ++ ['0' .. '9'] ++ "-_"))
    go (a : b : rest) = byte (a `shiftL` 2 .|. b `shiftR` 4) : case rest of
      [] -> []
      c : more -> byte (b `shiftL` 4 .|. c `shiftR` 2) : case more of
        [] -> []
        d : others -> byte (c `shiftL` 6 .|. d) : go others
    go _ = []
    byte = fromIntegral :: Int -> Word8

serve :: Adapter -> (Text -> Policy -> Object -> IO Verdict) -> IO ()
serve me validate = do
  out <- hDuplicate stdout
  hDuplicateTo stderr stdout
  loop out Map.empty
  where
    loop out keys = do
      end <- isEOF
      unless end $ do
        line <- B.hGetLine stdin
        case decodeStrict line of
          Nothing -> hPutStrLn stderr "not a request" >> exitWith (ExitFailure 2)
          Just request -> do
            (reply, next) <- answer request keys
            L.hPut out (encode (Object (Map.insert "seq" (fromMaybe Null (Map.lookup "seq" request)) reply)) <> "\n")
            hFlush out
            if Map.member "error" reply && not (Map.member "verdict" reply) then exitWith (ExitFailure 1) else loop out next

    answer request keys = case Map.lookup "cmd" request of
      Just "start" | Right given <- parseEither offered request -> (\reply -> (reply, given)) <$> start me
                   | otherwise -> pure (fields ["error" .= ("this adapter speaks protocol 1 only" :: Text)], keys)
      Just "validate" -> do
        -- Forced here, so that what is thrown late is caught too.
        result <- try (put request keys >>= \reply -> evaluate (L.length (encode reply)) >> pure reply)
        pure (either (\e -> verdict "fault" ["error" .= T.take 500 (T.pack (show (e :: SomeException)))]) id result, keys)
      Just (String command) -> pure (verdict "unsupported" ["feature" .= ("command " <> command)], keys)
      _ -> pure (verdict "unsupported" ["feature" .= ("command none" :: Text)], keys)

    put request keys = case parseEither (\o -> (,) <$> o .: "token" <*> o .: "policy") request of
      Left problem -> fail problem
      -- A value that this SDK has never heard of would be configured wrongly.
      Right (token, policy) -> case [field <> "-" <> value | (field, value, known) <- table policy, value `notElem` known] of
        feature : _ -> pure (verdict "unsupported" ["feature" .= feature])
        [] -> say <$> validate token policy keys

    table policy = [ ("presence", presence policy, ["required", "optional"]), ("shape", shape policy, ["any", "string"])
                   , ("extras", extras policy, ["allowed", "trusted", "none"]), ("azp", azp policy, ["ignored", "errata1", "errata2", "strict"]) ]

offered :: Object -> Parser Object
offered request = do
  versions <- request .: "protocol"
  low <- versions .: "min"
  high <- versions .: "max"
  if low <= (1 :: Int) && high >= (1 :: Int) then request .: "keys" else fail "protocol"

say :: Verdict -> Object
say Accept = verdict "accept" []
say (Reject reason problem) = verdict "reject" (["reason" .= reason | not (T.null reason)] <> ["error" .= T.take 500 problem])
say (Unsupported feature problem) = verdict "unsupported" ["feature" .= feature, "error" .= T.take 500 problem]
say (Decoded aud) = verdict "decoded" (maybe [] (\value -> ["aud" .= value]) aud)

verdict :: Text -> [Pair] -> Object
verdict word more = fields (("verdict" .= word) : more)

fields :: [Pair] -> Object
fields = Map.fromList

start :: Adapter -> IO Object
start me = do
  debian <- readProcess "dpkg-query" ["-W", "-f", "${Version}", T.unpack (package me)] ""
  let runtime = compilerName <> " " <> showVersion fullCompilerVersion <> ", Debian " <> debian
  pure . fields $ [ "protocol" .= (1 :: Int), "window" .= (64 :: Int), "algorithms" .= algorithms me, "features" .= features me, "notes" .= notes me
    , "implementation" .= object [ "name" .= name me, "version" .= version me, "language" .= ("Haskell" :: Text), "runtime" .= runtime
                                 , "registry" .= ("debian" :: Text), "package" .= package me, "homepage" .= homepage me ] ]
    <> ["kind" .= ("decoder" :: Text) | kind me == Decoder] <> ["profiles" .= profiles me | not (null (profiles me))]
