import { inRoot } from './paths.js'

/**
 * The product's two kinds of process. Their command lines say which they are.
 */
export const parts = {
  serve: { name: 'server', script: [inRoot('backend', 'bin', 'serve.ts'), 'serve'] },
  worker: { name: 'worker', script: [inRoot('backend', 'bin', 'worker.ts'), 'worker'] },
}
