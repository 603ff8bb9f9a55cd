import 'reflect-metadata'
import { runCommand } from '#app/terminal/dispatch'

process.exitCode = await runCommand(process.argv.slice(2))
