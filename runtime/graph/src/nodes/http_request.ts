import { z } from 'zod'
import { idSchema, templateSchema } from '../schema/primitives.ts'
import { defineNodeKind, FAILED, NEXT } from './definition.ts'
import { labelField } from './label.ts'
import { oneLine, readText } from './read.ts'

export const HTTP_METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const

export const httpRequestDataSchema = z.object({
  method: z.enum(HTTP_METHODS).default('GET').meta({ title: 'Method' }),
  url: templateSchema(2000)
    .regex(/^https?:\/\//i, 'Write an address that begins with https://')
    .meta({ title: 'Address', ui: { widget: 'template', placeholder: 'https://api.example.com/orders' } }),
  headers: z
    .record(
      z.string().regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$/, 'A header name has only letters, digits and -'),
      templateSchema(2000),
    )
    .optional()
    .meta({ title: 'Headers', ui: { widget: 'pairs' } }),
  body: templateSchema(20_000)
    .optional()
    .meta({ title: 'Body', ui: { widget: 'template', rows: 6, mono: true } }),
  saveAs: idSchema
    .optional()
    .meta({ title: 'Keep the answer as', description: 'Later texts see it as steps.<this name>.', ui: { mono: true } }),
  label: labelField,
})
export type HttpRequestData = z.infer<typeof httpRequestDataSchema>

export const httpRequest = defineNodeKind({
  kind: 'http_request',
  title: 'HTTP request',
  category: 'connect',
  icon: 'globe',
  description: 'Asks or tells another system over HTTP.',
  schema: httpRequestDataSchema,
  defaults: { method: 'GET', url: '' },
  summary: (data) =>
    readText(data, 'url')
      ? oneLine(`${readText(data, 'method') || 'GET'} ${readText(data, 'url')}`)
      : 'Write the address',
  handles: () => [NEXT, FAILED],
  isTarget: true,
  waits: false,
})
