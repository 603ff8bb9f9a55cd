import 'reflect-metadata'
import { runCommand } from '#app/console/dispatch'

process.exitCode = await runCommand(process.argv.slice(2))
