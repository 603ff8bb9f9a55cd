import { defineConfig } from '@adonisjs/lucid'
export default defineConfig({
  connection: 'postgres',
  connections: { postgres: { client: 'pg', connection: { connectionString: 'postgres://x@127.0.0.1:1/x' } } },
})
