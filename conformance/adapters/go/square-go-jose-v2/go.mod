module audiometer.example/square-go-jose-v2

go 1.24

require (
	audiometer.example/sdk v0.0.0
	gopkg.in/square/go-jose.v2 v2.6.0
)

require (
	github.com/google/go-cmp v0.7.0 // indirect
	github.com/stretchr/testify v1.12.1 // indirect
	golang.org/x/crypto v0.31.0 // indirect
)

replace audiometer.example/sdk => ../sdk
