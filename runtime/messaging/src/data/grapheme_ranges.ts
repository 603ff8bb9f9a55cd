/**
 * Grapheme break classes of Unicode 10.0.0 (ucd/auxiliary/GraphemeBreakProperty.txt), the version by which
 * Twilio's calculator keeps characters whole. Each entry alternates gap and length, in base 36, from code point 0.
 * Hangul syllables (AC00–D7A3) and plane 14 follow a formula and are left out.
 */
export const GRAPHEME_RANGES = {
  control: '0 a 1 2 1 i 2n x d 1 12m 1 3jl 1 1ks 1 2 2 o 7 1d g 109c 1kw 64f 1 6o c 119g 4 43z 8',
  extend:
    'lc 34 7n 7 7b 19 1 1 1 2 1 2 1 1 20 b 1c l g 1 2t 7 2 6 2 2 1 4 z 1 u r 2j b 1m 9 y 4 1 9 1 3 1 5 17 3 3c e 1 w ' +
    '1j 1 1 1 4 8 4 1 3 7 a 2 t 1 1m 1 1 1 2 4 8 1 9 1 a 2 t 2 1l 1 4 2 4 2 2 3 3 1 u 2 3 1 b 2 1l 1 4 5 1 2 4 1 k 2 ' +
    'm 6 1 1 1m 1 1 2 1 4 8 1 8 2 a 2 u 1 1n 1 1 1 c 1 9 1 14 1 1p 3 5 3 1 4 7 2 b 2 t 1 1m 1 2 1 2 1 3 1 5 2 7 2 b 2 ' +
    's 2 1l 2 1 1 2 4 8 1 9 1 a 2 2u 1 4 1 2 3 1 1 8 1 29 1 2 7 c 8 2q 1 2 6 1 2 b 6 22 2 r 1 1 1 1 1 1j e 1 5 1 2 5 ' +
    'b 1 10 9 1 2u 4 1 6 1 2 2 2 p 2 4 3 g 4 d 1 2 2 6 1 f 1 jj 3 qa 3 t 3 t 2 u 2 1s 2 1 7 8 1 2 b 9 1 19 3 3b 2 y 1 ' +
    '3a 3 4 2 9 1 6 3 63 2 2 1 1m 1 1 7 1 1 1 1 2 8 6 a 2 1 1c f 1t 4 1c 1 1 5 1 1 5 1 14 9 c 2 w 4 2 2 1 3 1k 1 1 2 ' +
    '3 1 1 3 1m 8 2 2 48 3 1 d 1 7 4 1 6 1 3 2 5i 1m 1 5 ek 1 5f x 2da 3 3x 1 2o w fe 6 2x 2 n9w 4 1 a w 2 28 2 7k 1 ' +
    '3 1 4 1 p 2 4d 2 q i 1g 8 p b 1a 3 1c 1 2 4 2 1 14 1 1v 6 2 2 2 2 c 1 8 1 1b 1 1f 1 1 3 2 2 5 2 1 1 16 2 8 1 6m ' +
    '1 2 1 4 1 fn4 1 kh g g g a6 2 gt 1 6a 1 45 5 1ae 3 1 2 5 4 14 3 4 1 4l 2 10a 1 1i f 1k 3 1d 4 2 2 1x 3 10 5 1 8 ' +
    '1q 1 c 2 1g 9 b 3 2q 3 2 1 1 2 6 1 4g 1 3 8 l 2 1m 1 1 1 1 1 m 1 e 7 3 5 5f 8 2 3 1 1 2x 1 2 6 1 1 2 1 1 2 1 2 ' +
    '6j 1 2 4 6 2 1 2 r 2 2d 8 2 1 1 2 2y 1 1 1 2 6 1 1 2t 3 2 4 1 5 k5 6 2 2 14 6 2 4 8 1 9 6 2 3 1a d 1 2 ba 7 1 6 ' +
    '1 1 2a m 2 7 1 2 1 2 3e 6 3 1 1 2 1 7 1 1 fc8 5 1n 7 uw 4 f7u 2 43q 1 1 3 4 5 8 8 2 7 u 4 44 3 1iz 1j 4 1e 8 1 e ' +
    '1 m 5 1 f 11s 7 1 h 2 7 1 2 1 5 1ph 7 31 7',
  spacingMark:
    '1s3 1 1j 1 2 3 8 4 1 2 1e 2 1n 2 6 2 2 2 1i 1 1m 3 1u 1 1m 3 8 1 1 2 1h 2 1o 1 6 2 2 2 36 1 1 2 3 3 1 3 1g 3 1p ' +
    '4 1p 2 1m 1 1 2 1 2 2 2 1 2 1i 2 1n 2 5 3 1 3 1h 2 24 2 6 7 j 2 1r 1 3j 1 3u 2 1r 1 4x 1 9 2 p 2 18 1 1f5 1 7 8 ' +
    '1 2 9m 4 2 3 4 2 1 6 68 2 1m 1 1 1 l 6 41 1 1c 1 5 1 1 5 1 2 1p 1 u 1 4 2 2 1 1o 1 2 3 1 1 3 2 1c 8 8 2 4r 1 g 2 ' +
    '3 1 rhn 2 2 1 2g 2 1e g 3y 2 1b 1 1c 2 4 2 1 4 32 2 2 2 o 1 4d 1 2 2 5 1 6l 2 1 2 1 2 1 1 jrn 1 1 1 3j 1 19 3 4 ' +
    '2 37 1 2d 1 1c 3 9 2 2z 3 3 2 1 1 4q 3 v 2 1n 1 1 4 2 2 2 3 k 2 5t 3 8 2 3 1 2z 2 6 1 1 2 1 1 2 1 6m 2 6 4 2 1 ' +
    '35 3 8 2 1 1 31 1 1 2 6 1 2x 2 4 1 kg 2 1c 1 t 2 1q 1 bb 1 e 1 2y 1 7 1 2 1 gbg 1a jc7 1 6 1',
  prepend: '16o 6 5z 1 1d 1 cy 1 vf 1 1f8u 1 78 2 1o6 1 23 4 jg 1',
  regionalIndicator: '2qcm q',
  hangulL: '3cw 2o u0w t',
  hangulV: '3fk 20 1348 n',
  hangulT: '3hk 2g 132j 1d',
  emojiBase:
    '7j1 1 63 1 g 4 2iyf 1 1o 3 2 1 2 3 39 2 2 b t 1 1 9 3 1 4 3 1 3 y 1 5l 2 4 1 l 1 4 2 4u 3 3 5 2b 1 g 3 9 1 b 1 ' +
    'gb 5 1 2 6 1 9 a 3 2 42 d',
  emojiBaseGlue: '2que 4',
  emojiModifier: '2qrf 5',
  joiner: '6bx 1',
  glueAfterJoiner: '7k0 1 1 1 2a 2 35 1 2j 1 2isj 1 1h 1 1g 1 v 1 g 1 3 1 1u 1 1 1 4d 1 1b 2 2y 1 4 1 57 1 47 1 h 1',
  cr: 'd 1',
  lf: 'a 1',
} as const
