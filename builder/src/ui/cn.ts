import { clsx, type ClassValue } from 'clsx'
import { extendTailwindMerge } from 'tailwind-merge'

const merge = extendTailwindMerge({
  extend: { classGroups: { 'font-size': [{ text: ['2xs'] }], shadow: [{ shadow: ['card', 'float', 'overlay'] }] } },
})

/** Joins class names; of two Tailwind classes for the same property the later one wins. */
export function cn(...parts: ClassValue[]): string {
  return merge(clsx(parts))
}
