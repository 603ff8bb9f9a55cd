import { File, X } from 'lucide-react'
import { mediaAddress } from '../../api/media_address.ts'
import type { MediaAsset } from '../../api/types.ts'
import { IconButton } from '../../ui/icon_button.tsx'

interface AttachedFilesProps {
  /** The chosen files; an id alone is of one that is gone. */
  files: readonly (MediaAsset | { id: string })[]
  onRemove?: (id: string) => void
}

/** The files that go with a text, each with a way to leave it out. */
export function AttachedFiles({ files, onRemove }: AttachedFilesProps) {
  if (files.length === 0) return null
  return (
    <ul aria-label="Files that go with the text" className="flex flex-wrap gap-2">
      {files.map((file) => {
        const asset = 'name' in file ? file : null
        const name = asset?.name ?? 'A file that is gone'
        return (
          <li
            key={file.id}
            className="flex max-w-full items-center gap-2 rounded-md border border-line bg-sunken py-1 pr-1 pl-1.5 text-sm"
          >
            {asset?.contentType.startsWith('image/') ? (
              <img src={mediaAddress(asset.url)} alt="" className="size-8 rounded-xs object-cover" />
            ) : (
              <File aria-hidden className="size-5 text-ink-faint" />
            )}
            <span className={asset ? 'max-w-36 truncate' : 'max-w-36 truncate text-bad-ink'}>{name}</span>
            {onRemove ? (
              <IconButton size="sm" label={`Leave out ${name}`} icon={<X />} onClick={() => onRemove(file.id)} />
            ) : null}
          </li>
        )
      })}
    </ul>
  )
}
