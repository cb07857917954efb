import { crc32, deflateSync, inflateSync } from 'node:zlib'

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])

/** A picture of the screen with at most 256 colours, as a PNG of a third of its size. Takes what Chromium writes: 8 bits, no interlace. */
export function smallPicture(png: Buffer): Buffer {
  const { width, height, pixels } = decode(png)
  const { palette, indexOf } = reduce(pixels)
  const rows = Buffer.alloc(height * (width + 1))
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) rows[y * (width + 1) + 1 + x] = indexOf.get(pixels[y * width + x] ?? 0) ?? 0
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 3, 0, 0, 0], 8)
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('PLTE', Buffer.from(palette.flatMap((colour) => [colour >> 16, (colour >> 8) & 255, colour & 255]))),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

interface Bitmap {
  readonly width: number
  readonly height: number
  /** 0xRRGGBB each. */
  readonly pixels: Uint32Array
}

// PNG (W3C, third edition) 9.2: each row is stored as its difference from what stands left of and above it.
function decode(png: Buffer): Bitmap {
  const parts: Buffer[] = []
  for (let at = 8; at < png.length;) {
    const length = png.readUInt32BE(at)
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT') parts.push(png.subarray(at + 8, at + 8 + length))
    at += length + 12
  }
  const width = png.readUInt32BE(16)
  const height = png.readUInt32BE(20)
  const step = png[25] === 6 ? 4 : 3
  const data = inflateSync(Buffer.concat(parts))
  const stride = width * step
  let above = Buffer.alloc(stride)
  const pixels = new Uint32Array(width * height)
  for (let y = 0; y < height; y += 1) {
    const filter = data[y * (stride + 1)]
    const row = Buffer.from(data.subarray(y * (stride + 1) + 1, (y + 1) * (stride + 1)))
    for (let i = 0; i < stride; i += 1) {
      const a = i < step ? 0 : (row[i - step] ?? 0)
      const b = above[i] ?? 0
      const c = i < step ? 0 : (above[i - step] ?? 0)
      const guess =
        filter === 1 ? a : filter === 2 ? b : filter === 3 ? (a + b) >> 1 : filter === 4 ? paeth(a, b, c) : 0
      row[i] = ((row[i] ?? 0) + guess) & 255
    }
    for (let x = 0; x < width; x += 1) pixels[y * width + x] = row.readUIntBE(x * step, 3)
    above = row
  }
  return { width, height, pixels }
}

function paeth(a: number, b: number, c: number): number {
  const [pa, pb, pc] = [Math.abs(b - c), Math.abs(a - c), Math.abs(a + b - 2 * c)]
  return pa <= pb && pa <= pc ? a : pb <= pc ? b : c
}

const exact = 192

/** The most frequent colours stay exactly, and so do those far from all of them; others, of letters' edges, take the nearest. */
function reduce(pixels: Uint32Array): {
  readonly palette: readonly number[]
  readonly indexOf: ReadonlyMap<number, number>
} {
  const counts = new Map<number, number>()
  for (const pixel of pixels) counts.set(pixel, (counts.get(pixel) ?? 0) + 1)
  const byCount = [...counts].toSorted((one, other) => other[1] - one[1])
  const palette = byCount.slice(0, exact).map(([colour]) => colour)
  const distance = (one: number, other: number) =>
    ((one >> 16) - (other >> 16)) ** 2 +
    (((one >> 8) & 255) - ((other >> 8) & 255)) ** 2 +
    ((one & 255) - (other & 255)) ** 2
  const nearest = (colour: number): number => {
    let best = 0
    for (let index = 1; index < palette.length; index += 1)
      if (distance(palette[index] ?? 0, colour) < distance(palette[best] ?? 0, colour)) best = index
    return best
  }
  // What is far from every colour so far and seen often comes in next.
  const loss = new Map(
    byCount
      .slice(exact)
      .map(([colour, count]) => [colour, { count, away: distance(colour, palette[nearest(colour)] ?? 0) }]),
  )
  while (palette.length < 256 && loss.size > 0) {
    let worst = -1
    for (const [colour, { count, away }] of loss) {
      const against = loss.get(worst)
      if (against === undefined || away * Math.sqrt(count) > against.away * Math.sqrt(against.count)) worst = colour
    }
    palette.push(worst)
    loss.delete(worst)
    for (const [colour, { count, away }] of loss) {
      const now = distance(colour, worst)
      if (now < away) loss.set(colour, { count, away: now })
    }
  }
  return { palette, indexOf: new Map([...counts.keys()].map((colour) => [colour, nearest(colour)])) }
}

function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data])
  const whole = Buffer.alloc(body.length + 8)
  whole.writeUInt32BE(data.length, 0)
  body.copy(whole, 4)
  whole.writeUInt32BE(crc32(body), body.length + 4)
  return whole
}
