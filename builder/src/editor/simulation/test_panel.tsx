import type { Commands } from '../canvas/use_commands.ts'
export function TestPanel({ commands }: { commands: Commands }) { return <p>{String(Boolean(commands))}</p> }
