# The server as one static program and nothing else. See docs/DEPLOY.md.
FROM golang:1.26 AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=0 go build -trimpath -ldflags="-s -w" -o /pinfold ./cmd/pinfold && mkdir -m 700 /data

FROM scratch
COPY --from=build /pinfold /pinfold
COPY --from=build --chown=65532:65532 /data /data
COPY --from=build --chown=65532:65532 /data /tmp
USER 65532:65532
VOLUME /data
EXPOSE 8080
ENTRYPOINT ["/pinfold"]
CMD ["serve", "--data", "/data", "--listen", "0.0.0.0:8080"]
