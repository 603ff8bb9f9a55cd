import { defineConfig } from '@adonisjs/core/logger'

export default defineConfig({
  default: 'app',
  loggers: {
    app: {
      enabled: true,
      name: 'soniarose',
      level: process.env.LOG_LEVEL ?? (process.env.NODE_ENV === 'test' ? 'silent' : 'warn'),
      redact: { paths: ['password', 'token', 'body', 'phone', '*.password', '*.token', '*.body', '*.phone'] },
    },
  },
})
