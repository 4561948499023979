{-# LANGUAGE OverloadedStrings #-}
-- Web.JWT alone, without the SDK and the runner: each cause that expectations name, printed and asserted.
--   ghc -v0 -outputdir objects Repro.hs -o repro && ./repro    (needs libghc-jwt-dev, libghc-cryptonite-dev)
module Main (main) where

import Control.Monad (forM_, unless)
import Crypto.Hash (SHA256)
import Crypto.MAC.HMAC (HMAC, hmac)
import Data.ByteArray.Encoding (Base (Base64URLUnpadded), convertToBase)
import Data.ByteString (ByteString)
import qualified Data.ByteString.Char8 as B
import qualified Data.Text.Encoding as T
import System.Exit (exitFailure)
import qualified Web.JWT as JWT

key :: ByteString
key = "a key of the reproduction, 32 b!"

-- | A token with exactly these bytes as claims, HS256.
mint :: ByteString -> ByteString
mint claims = signed <> "." <> convertToBase Base64URLUnpadded (hmac key signed :: HMAC SHA256)
  where signed = convertToBase Base64URLUnpadded ("{\"alg\":\"HS256\",\"typ\":\"JWT\"}" :: ByteString) <> "." <> convertToBase Base64URLUnpadded claims

-- | The field aud, in words.
aud :: ByteString -> String
aud claims = case JWT.decodeAndVerifySignature (JWT.toVerify (JWT.EncodeHMACSecret key)) (T.decodeUtf8 (mint claims)) of
  Nothing -> "refused"
  Just jwt -> maybe "Nothing" (show . fmap (map JWT.stringOrURIToText) . either Left Right . either (Left . JWT.stringOrURIToText) Right) (JWT.aud (JWT.claims jwt))

main :: IO ()
main = forM_ cases $ \(claims, observed) -> do
  putStrLn (B.unpack claims <> "\n    " <> aud claims)
  unless (aud claims == observed) exitFailure
  where
    cases =
      [ ("{\"aud\":\"me\"}", "Left \"me\"")
      , ("{\"aud\":[\"me\"]}", "Right [\"me\"]")
      , ("{}", "Nothing")
      , ("{\"aud\":null}", "Nothing") -- neither a string nor a list: as if there were none
      , ("{\"aud\":123}", "Nothing")
      , ("{\"aud\":true}", "Nothing")
      , ("{\"aud\":{\"other\":1}}", "Nothing")
      , ("{\"aud\":[\"me\",1]}", "refused")
      , ("{\"aud\":\"me\",\"aud\":\"other\"}", "Left \"me\"") -- the first of two counts
      ]
