{-# LANGUAGE CPP, OverloadedStrings #-}
-- | Web.JWT: decodeAndVerifySignature, then the field aud of the claims.
module Main (main) where

import Audiometer
import Data.Aeson (toJSON)
import qualified Web.JWT as JWT

main :: IO ()
main = serve me validate
  where
    me = Adapter { name = "jwt (Web.JWT)", package = "libghc-jwt-dev", version = VERSION_jwt, homepage = "https://hackage.haskell.org/package/jwt"
                 , kind = Decoder, algorithms = ["HS256"], features = ["any-issuer", "aud-optional", "aud-required", "many-identifiers"], profiles = [], notes = "decodeAndVerifySignature, then aud" }
    validate token _ keys = pure $
      case JWT.decodeAndVerifySignature (JWT.toVerify (JWT.EncodeHMACSecret (secret keys "HS256"))) token of
        -- One Nothing for a token that cannot be decoded and for a signature that is wrong.
        Nothing -> Reject "" "decodeAndVerifySignature: Nothing"
        Just jwt -> Decoded $ either one many <$> JWT.aud (JWT.claims jwt)
    one = toJSON . JWT.stringOrURIToText
    many = toJSON . map JWT.stringOrURIToText
