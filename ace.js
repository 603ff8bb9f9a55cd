#!/usr/bin/env node
// The one door. Plain JavaScript with nothing installed yet: everything it needs is in runtime/boot.
import { main } from './runtime/boot/main.js'

process.exitCode = await main(process.argv.slice(2))
// Nothing that a command left half-done may keep the terminal waiting.
setTimeout(() => process.exit(), 200).unref()
