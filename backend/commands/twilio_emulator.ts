import { listen } from '@soniarose/emulator'
import { CommandFailure, note, print, readArguments, type Command } from '#app/terminal/command'

/** Until Ctrl-C. */
const untilStopped = () =>
  new Promise<void>((stop) => {
    process.once('SIGINT', stop)
    process.once('SIGTERM', stop)
    process.once('disconnect', stop)
  })

export const command: Command = {
  name: 'twilio:emulator',
  usage: '[--port P]',
  summary: 'the local Twilio, as a server of its own',
  more: 'Takes every account and every number as it comes; tests drive it under /control. Default port: 4010.',
  async run(args) {
    const { values } = readArguments(args, { port: { type: 'string', default: '4010' } })
    const port = Number(values.port)
    if (!/^\d{1,5}$/.test(values.port) || port > 65_535)
      throw new CommandFailure('--port is a whole number from 0 to 65535.')
    const smsUrl = `${(process.env.PUBLIC_URL ?? `http://localhost:${process.env.PORT ?? '3001'}`).replace(/\/+$/, '')}/api/webhooks/twilio/messages`
    const emulator = await listen({
      port,
      unknownAccounts: 'adopt',
      unknownSenders: 'adopt',
      adoptedNumber: { smsUrl },
    }).catch((error: unknown) => {
      const taken = typeof error === 'object' && error !== null && 'code' in error && error.code === 'EADDRINUSE'
      throw taken ? new CommandFailure(`Port ${port} is taken; choose another with --port.`) : error
    })
    print(emulator.url)
    note(`The local Twilio listens; start SoniaRose with TWILIO_API_BASE_URL=${emulator.url}`)
    await untilStopped()
    await emulator.close()
    return 0
  },
}
