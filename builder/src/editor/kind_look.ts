import {
  Bell,
  CircleCheck,
  CircleHelp,
  Clock,
  Eraser,
  GitBranch,
  Globe,
  HandHelping,
  MessageSquareText,
  MessagesSquare,
  OctagonX,
  Puzzle,
  Split,
  Tag,
  Trophy,
  UserPen,
  Workflow,
  Zap,
  type LucideIcon,
} from 'lucide-react'
import { definitionOf, type NodeCategory } from '@soniarose/graph'
import type { Tone } from '../ui/badge.tsx'

/** The icons that node definitions and plugins may name; all others are drawn as a question mark. */
const ICONS: Record<string, LucideIcon> = {
  bell: Bell,
  'circle-check': CircleCheck,
  clock: Clock,
  'git-branch': GitBranch,
  globe: Globe,
  'hand-helping': HandHelping,
  'message-square-text': MessageSquareText,
  'messages-square': MessagesSquare,
  'octagon-x': OctagonX,
  puzzle: Puzzle,
  split: Split,
  tag: Tag,
  eraser: Eraser,
  trophy: Trophy,
  'user-pen': UserPen,
  workflow: Workflow,
  zap: Zap,
}

const TONES: Record<NodeCategory, Tone> = {
  start: 'rose',
  messages: 'plum',
  timing: 'warn',
  logic: 'info',
  contact: 'ok',
  team: 'ok',
  connect: 'neutral',
  end: 'neutral',
}

/** What the categories of the palette are called. */
export const CATEGORY_TITLES: Record<NodeCategory, string> = {
  start: 'Start',
  messages: 'Messages',
  timing: 'Time',
  logic: 'Logic',
  contact: 'Contact',
  team: 'Team',
  connect: 'Connect',
  end: 'End',
}

const TILES: Record<Tone, string> = {
  neutral: 'bg-hover text-ink-soft',
  rose: 'bg-rose-soft text-rose-ink',
  ok: 'bg-ok-soft text-ok-ink',
  warn: 'bg-warn-soft text-warn-ink',
  bad: 'bg-bad-soft text-bad-ink',
  info: 'bg-info-soft text-info-ink',
  plum: 'bg-plum-soft text-plum-ink',
}

export interface KindLook {
  Icon: LucideIcon
  /** Classes for the tile behind the icon. */
  tile: string
}

/** Icon and colour of a kind of step; unknown kinds look like a question. */
export function lookOf(kind: string): KindLook {
  const definition = definitionOf(kind)
  if (!definition) return { Icon: CircleHelp, tile: TILES.bad }
  return { Icon: ICONS[definition.icon] ?? CircleHelp, tile: TILES[TONES[definition.category]] }
}
