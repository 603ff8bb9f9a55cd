import 'reflect-metadata'
import { createServer } from 'node:http'
import BodyParserMiddleware from '@adonisjs/core/bodyparser_middleware'
import { defineConfig } from '@adonisjs/core/bodyparser'
import { Ignitor } from '@adonisjs/core/ignitor'
import pg from 'pg'
import { PATH } from './signed_texts.ts'

/**
 * The least that a server on AdonisJS can do with a text: with the settings of ours, one route that reads the form,
 * writes it by one prepared INSERT, and answers. `DATABASE_URL=… PORT=… node bare_route_child.ts`
 */
const root = new URL('../../', import.meta.url)
const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 12, keepAlive: true })
const parser = new BodyParserMiddleware(defineConfig({ multipart: { autoProcess: false } }))

const INSERT = { name: 'insert', text: 'INSERT INTO bare_texts (body) VALUES ($1)' }
const ANSWER = '<?xml version="1.0" encoding="UTF-8"?><Response/>'

const ignitor = new Ignitor(root, {
  importer: (path: string) => import(path.startsWith('.') ? new URL(path, root).href : path),
})
ignitor.tap((app) => {
  app.rcContents({
    typescript: true,
    providers: [{ file: () => import('../../providers/core_provider.ts') }],
    preloads: [],
  })
  void app.booted(async () => {
    const router = await app.container.make('router')
    router
      .post(PATH, async ({ request, response }) => {
        await pool.query({ ...INSERT, values: [JSON.stringify(request.all())] })
        response.header('content-type', 'text/xml; charset=utf-8')
        return response.send(ANSWER)
      })
      .use((http, next) => parser.handle(http, next))
  })
})
await ignitor.httpServer().start((handler) => createServer(handler))
process.once('disconnect', () => process.exit(0))
process.send?.({ ready: true })
