import type { Readable } from 'node:stream'
import type { HttpContext } from '@adonisjs/core/http'
import type { z } from 'zod'
import type { Actor } from '#app/core/auth/actor'
import type { Access } from '#app/core/http/gate'
import type { Db, Tx } from '#app/core/db'
import type { Problem } from '#app/core/problem'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** An answer that is not JSON: a file, a stream, a page. */
export interface Content {
  contentType: string
}

/** What a route may answer with, by status. `null` is an empty body. */
export type Responses = Record<number, z.ZodType | Content | null>

type BodyOf<R> = R extends z.ZodType ? z.input<R> : R extends Content ? Readable | Buffer | string : undefined

/** An answer that the route has declared, or a problem. */
export type Reply<R extends Responses> =
  | {
      [Status in keyof R & number]: { status: Status; body: BodyOf<R[Status]>; headers?: Record<string, string> }
    }[keyof R & number]
  | Problem

type Shape = z.ZodType | undefined
type Out<S extends Shape> = S extends z.ZodType ? z.output<S> : undefined

interface Description<P extends Shape, Q extends Shape, B extends Shape, R extends Responses> {
  method: Method
  /** With `:name` for parameters, as the router has it. */
  path: string
  /** One line for the API documentation. */
  summary: string
  description?: string
  /** A bad parameter answers 404: such a thing can't exist. */
  params?: P
  query?: Q
  body?: B
  responses: R
}

/** What every handler gets beside its own parsed input. */
interface Input<P extends Shape, Q extends Shape, B extends Shape> {
  params: Out<P>
  query: Out<Q>
  body: Out<B>
  http: HttpContext
}

interface MemberInput<P extends Shape, Q extends Shape, B extends Shape> extends Input<P, Q, B> {
  actor: Actor
  /** The only workspace that this request may see. */
  workspaceId: string
}

/** A route with its types forgotten, as the router and the documentation use it. */
export interface Route {
  method: Method
  path: string
  summary: string
  description?: string | undefined
  params?: z.ZodType | undefined
  query?: z.ZodType | undefined
  body?: z.ZodType | undefined
  /** The handler reads the body itself; it says which content it takes. */
  rawBody?: string | undefined
  responses: Responses
  access: Access | 'public'
  /** A public route that opens the console's session. */
  session?: true | undefined
  creates: boolean
  handle: (input: ErasedInput) => Promise<AnyReply>
}

export interface ErasedInput {
  params: unknown
  query: unknown
  body: unknown
  http: HttpContext
  actor: Actor | null
  db: Db | Tx
}

export type AnyReply = { status: number; body: unknown; headers?: Record<string, string> } | Problem

/**
 * A route of the API for members and tokens. Its schemas validate the request and write the documentation.
 * `access` is the scope that it needs; `member` is enough for what everybody in a workspace may see, `user` for what
 * has nothing to do with a workspace.
 */
export function defineRoute<
  R extends Responses,
  P extends Shape = undefined,
  Q extends Shape = undefined,
  B extends Shape = undefined,
>(
  spec: Description<P, Q, B, R> & { access: Access; rawBody?: string },
  handler: (input: MemberInput<P, Q, B> & { db: Db }) => Promise<Reply<R>>,
): Route {
  return { ...spec, creates: false, handle: erase(handler) }
}

/**
 * A `POST` that creates: runs in one transaction, which an `Idempotency-Key` makes happen once.
 * A problem as its answer rolls everything back.
 */
export function defineCreate<
  R extends Responses,
  P extends Shape = undefined,
  Q extends Shape = undefined,
  B extends Shape = undefined,
>(
  spec: Omit<Description<P, Q, B, R>, 'method'> & { access: Access },
  handler: (input: MemberInput<P, Q, B> & { db: Tx }) => Promise<Reply<R>>,
): Route {
  return { ...spec, method: 'POST', creates: true, handle: erase(handler) }
}

/** A route for anybody: sign-in, health, webhooks, pages. */
export function definePublic<
  R extends Responses,
  P extends Shape = undefined,
  Q extends Shape = undefined,
  B extends Shape = undefined,
>(
  spec: Description<P, Q, B, R> & { rawBody?: string; session?: true },
  handler: (input: Input<P, Q, B> & { db: Db }) => Promise<Reply<R>>,
): Route {
  return { ...spec, access: 'public', creates: false, handle: erase(handler) }
}

/**
 * The one cast of the HTTP layer: what the schemas of a route have parsed is what its handler was written for, because
 * both come from the same `spec`.
 */
function erase(handler: (input: never) => Promise<AnyReply>): Route['handle'] {
  return (input) => handler({ ...input, workspaceId: input.actor?.workspaceId } as never)
}

/** 200 with a body. */
export const ok = <Body>(body: Body) => ({ status: 200 as const, body })
/** 201 with what was made. */
export const created = <Body>(body: Body) => ({ status: 201 as const, body })
/** 202: taken, not yet done. */
export const accepted = <Body>(body: Body) => ({ status: 202 as const, body })
/** 204. */
export const noContent = () => ({ status: 204 as const, body: undefined })
/** An answer with a status that has no word of its own here. */
export const answer = <const Status extends number, const Body>(
  status: Status,
  body: Body,
  headers: Record<string, string> = {},
) => ({
  status,
  body,
  headers,
})
/** 200 with a file, a page or a stream. */
export const content = <Body>(body: Body, headers: Record<string, string> = {}) => ({
  status: 200 as const,
  body,
  headers,
})
