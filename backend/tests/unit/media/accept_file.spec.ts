import { test } from '@japa/runner'
import sharp from 'sharp'
import { acceptFile, keepInbound, VIDEO_LIMIT } from '#app/media/accept_file'
import { IMAGE_TARGET } from '#app/media/shrink_image'
import { animation, noise, pixelBomb, plain, video } from './pictures.ts'

async function accepted(bytes: Buffer) {
  const file = await acceptFile(bytes)
  if (!file.ok) throw new Error(file.refusal)
  return file
}

test.group('A marketer uploads a picture', () => {
  test('straight from a phone, and it fits every carrier', async ({ assert }) => {
    const photo = await noise(2_400, 1_800).jpeg({ quality: 95 }).toBuffer()
    assert.isAbove(photo.length, 3_000_000)
    const file = await accepted(photo)
    assert.equal(file.contentType, 'image/jpeg')
    assert.isAtMost(file.bytes.length, IMAGE_TARGET)
    assert.isAtMost(Math.max(file.width ?? 0, file.height ?? 0), 1_600)
    assert.match(file.sha256, /^[0-9a-f]{64}$/)
  }).timeout(60_000)

  test('and nobody who gets it learns where it was taken or with what', async ({ assert }) => {
    const photo = await plain(60, 40)
      .jpeg()
      .withExif({ IFD0: { Copyright: 'Somebody', Make: 'A camera' }, IFD3: { GPSLatitude: '51/1 30/1 3230/100' } })
      .toBuffer()
    assert.include(photo.toString('latin1'), 'A camera')
    const { bytes } = await accepted(photo)
    assert.notInclude(bytes.toString('latin1'), 'A camera')
    assert.notInclude(bytes.toString('latin1'), 'Exif')
  })

  test('taken upright, and it stays upright', async ({ assert }) => {
    const sideways = await plain(60, 40).jpeg().withMetadata({ orientation: 6 }).toBuffer()
    assert.deepInclude(await accepted(sideways), { width: 40, height: 60 })
  })

  test('with transparency, which survives while it is small', async ({ assert }) => {
    const file = await accepted(await plain(300, 200, 0.5).png().toBuffer())
    assert.equal(file.contentType, 'image/png')
    assert.isTrue((await sharp(file.bytes).metadata()).hasAlpha)
  })

  test('that moves, and it still moves', async ({ assert }) => {
    const file = await accepted(await animation(120, 80, 6))
    assert.deepInclude(file, { contentType: 'image/gif', width: 120, height: 80 })
    assert.equal((await sharp(file.bytes, { animated: true }).metadata()).pages, 6)
  })
})

test.group('Somebody uploads what they should not', () => {
  test('a page or a program behind a picture, and only the picture is left', async ({ assert }) => {
    const script = '<script>alert(document.cookie)</script>'
    for (const picture of [
      await plain(20, 20).jpeg().toBuffer(),
      await plain(20, 20).png().toBuffer(),
      await animation(20, 20, 2),
    ]) {
      const { bytes } = await accepted(Buffer.concat([picture, Buffer.from(script)]))
      assert.notInclude(bytes.toString('latin1'), 'script')
    }
  })

  test('something else under a picture’s name, and it is refused with a sentence', async ({ assert }) => {
    const files = {
      svg: Buffer.from('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>'),
      html: Buffer.from('<!doctype html><script>1</script>'),
      pdf: Buffer.from('%PDF-1.7\n1 0 obj\n'),
      webp: await plain(20, 20).webp().toBuffer(),
      program: Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0]),
      nothing: Buffer.alloc(0),
    }
    for (const [name, bytes] of Object.entries(files)) {
      const file = await acceptFile(bytes)
      assert.isFalse(file.ok, name)
      assert.match(file.ok ? '' : file.refusal, /JPEG, PNG or GIF/)
    }
  })

  test('a picture that would fill the memory, or half of one', async ({ assert }) => {
    const half = (await noise(200, 200).jpeg().toBuffer()).subarray(0, 9_000)
    for (const bytes of [pixelBomb(30_000, 30_000), half]) {
      const file = await acceptFile(bytes)
      assert.match(file.ok ? '' : file.refusal, /damaged|megapixels/)
    }
  })

  test('a video that carriers would drop', async ({ assert }) => {
    assert.equal((await accepted(video(VIDEO_LIMIT))).contentType, 'video/mp4')
    const long = await acceptFile(video(VIDEO_LIMIT + 1))
    assert.match(long.ok ? '' : long.refusal, /500 KB/)
  })
})

test.group('A contact sends a file', () => {
  test('and it is kept as it is, under the type that it has', async ({ assert }) => {
    const photo = await plain(30, 20).jpeg().toBuffer()
    assert.deepInclude(await keepInbound(photo), { bytes: photo, contentType: 'image/jpeg', width: 30, height: 20 })
    const page = Buffer.from('<html><script>1</script>')
    assert.deepInclude(await keepInbound(page), { bytes: page, contentType: 'application/octet-stream', width: null })
  })

  test('that is damaged, and it is kept all the same', async ({ assert }) => {
    const bomb = pixelBomb(90_000, 90_000)
    assert.equal((await keepInbound(bomb)).contentType, 'image/png')
  })
})
