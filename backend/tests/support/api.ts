export interface Answer<Body> {
  status: number
  headers: Headers
  body: Body
}

export interface RequestOptions {
  body?: unknown
  headers?: Record<string, string>
}

/** A small client of the JSON API for tests: says what came back, whatever it was. */
export class Api {
  readonly url: string
  readonly #token: string | null

  constructor(url: string, token: string | null = null) {
    this.url = url
    this.#token = token
  }

  async request<Body = Record<string, unknown>>(
    method: string,
    path: string,
    options: RequestOptions = {},
  ): Promise<Answer<Body>> {
    const response = await fetch(this.url + path, {
      method,
      redirect: 'manual',
      headers: {
        ...(this.#token ? { authorization: `Bearer ${this.#token}` } : {}),
        ...(options.body === undefined ? {} : { 'content-type': 'application/json' }),
        ...options.headers,
      },
      ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
      signal: AbortSignal.timeout(70_000),
    })
    const text = await response.text()
    const isJson = /\bjson\b/.test(response.headers.get('content-type') ?? '')
    return {
      status: response.status,
      headers: response.headers,
      body: (isJson && text ? JSON.parse(text) : text) as Body,
    }
  }

  /** Sends a body just as it is given. */
  async raw<Body = Record<string, unknown>>(path: string, body: string, contentType: string): Promise<Answer<Body>> {
    const response = await fetch(this.url + path, {
      method: 'POST',
      headers: { ...(this.#token ? { authorization: `Bearer ${this.#token}` } : {}), 'content-type': contentType },
      body,
    })
    return { status: response.status, headers: response.headers, body: (await response.json()) as Body }
  }

  get<Body = Record<string, unknown>>(path: string, options?: RequestOptions) {
    return this.request<Body>('GET', path, options)
  }

  post<Body = Record<string, unknown>>(path: string, body: unknown = {}, headers: Record<string, string> = {}) {
    return this.request<Body>('POST', path, { body, headers })
  }

  put<Body = Record<string, unknown>>(path: string, body: unknown) {
    return this.request<Body>('PUT', path, { body })
  }

  patch<Body = Record<string, unknown>>(path: string, body: unknown) {
    return this.request<Body>('PATCH', path, { body })
  }

  delete<Body = Record<string, unknown>>(path: string, body?: unknown) {
    return this.request<Body>('DELETE', path, body === undefined ? {} : { body })
  }

  /** The answer's body; a test that doesn't get the status it needs fails here, with what came instead. */
  async expect<Body = Record<string, unknown>>(status: number, answer: Promise<Answer<Body>>): Promise<Body> {
    const got = await answer
    if (got.status !== status)
      throw new Error(`wanted ${status}, got ${got.status}: ${JSON.stringify(got.body).slice(0, 1_000)}`)
    return got.body
  }
}
