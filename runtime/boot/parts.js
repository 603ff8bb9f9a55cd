import { inRoot } from './paths.js'

/**
 * V8's own way is to let a busy process grow to twice the memory that it needs, because memory is cheaper than
 * collecting. A worker makes short-lived rows by the ten thousand: with a smaller nursery (megabytes) and a tighter
 * growth of the heap (percent) it needs less than half, and is as fast.
 */
const thrifty = ['--max-semi-space-size=8', '--heap-growing-percent=30']

/**
 * The product's two kinds of process. Their command lines say which they are.
 */
export const parts = {
  serve: { name: 'server', script: [inRoot('backend', 'bin', 'serve.ts'), 'serve'] },
  worker: { name: 'worker', script: [...thrifty, inRoot('backend', 'bin', 'worker.ts'), 'worker'] },
}
