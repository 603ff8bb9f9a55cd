import { resolve } from 'node:path'
import { env } from '#app/core/env'
import type { MediaStore } from '#app/media/store_port'

let shared: Promise<MediaStore> | null = null

/** The store that the settings name: the local disk under the data folder, or an S3-compatible one. */
export function mediaStore(): Promise<MediaStore> {
  const { s3, dataDir } = env()
  shared ??=
    s3 === null
      ? import('#app/media/disk_store').then(({ DiskStore }) => new DiskStore(resolve(dataDir, 'media')))
      : import('#app/media/s3_store').then(({ S3Store }) => new S3Store(s3))
  return shared
}
