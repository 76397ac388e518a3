// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Compression of whole files.

use std::io::{self, BufRead, BufReader, Read};

use liblzma::stream::{CONCATENATED, Stream};

use super::lzw::LzwReader;

/// Memory of a decoder on the first level; half on each deeper one, so that the sum is bounded.
const DECODER_BYTES: u64 = 128 << 20;

/// How a file is compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Layer {
    Gzip,
    Bzip2,
    Xz,
    Lzma,
    Lzip,
    Zstd,
    Lz4,
    /// `compress`, LZW.
    Compress,
}

impl Layer {
    pub(crate) fn of_head(head: &[u8]) -> Option<Layer> {
        match head {
            [0x1f, 0x8b, 8, ..] => Some(Layer::Gzip),
            [0x1f, 0x9d, ..] => Some(Layer::Compress),
            [b'B', b'Z', b'h', b'1'..=b'9', ..] => Some(Layer::Bzip2),
            [0xfd, b'7', b'z', b'X', b'Z', 0, ..] => Some(Layer::Xz),
            [0x04, 0x22, 0x4d, 0x18, ..] => Some(Layer::Lz4),
            [0x28, 0xb5, 0x2f, 0xfd, ..] => Some(Layer::Zstd),
            [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..] => Some(Layer::Zstd),
            [b'L', b'Z', b'I', b'P', 1, ..] => Some(Layer::Lzip),
            _ => None,
        }
    }

    /// The old LZMA form has no mark, so the name must say it.
    pub(super) fn of_unmarked(name: &[u8], head: &[u8]) -> Option<Layer> {
        let name = name.to_ascii_lowercase();
        let named = name.ends_with(b".lzma") || name.ends_with(b".tlz");
        let plausible = matches!(head, [0..225, _, _, _, 0..=8, ..] if head.len() >= 13);
        (named && plausible).then_some(Layer::Lzma)
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Layer::Gzip => "gzip",
            Layer::Bzip2 => "bzip2",
            Layer::Xz => "xz",
            Layer::Lzma => "lzma",
            Layer::Lzip => "lzip",
            Layer::Zstd => "zstd",
            Layer::Lz4 => "lz4",
            Layer::Compress => "compress",
        }
    }

    /// A reader of what was compressed. `depth` is the number of archives around it, itself
    /// included.
    pub(crate) fn open<'a>(
        self,
        input: &'a mut dyn Read,
        depth: usize,
    ) -> io::Result<Box<dyn Read + 'a>> {
        let shift = depth.saturating_sub(1).min(6);
        let memory = DECODER_BYTES >> shift;
        let input = BufReader::with_capacity(32 << 10, input);
        let lzma = |stream: Result<Stream, liblzma::stream::Error>| Ok::<_, io::Error>(stream?);
        Ok(match self {
            Layer::Gzip => Box::new(GzipReader::new(input)),
            Layer::Bzip2 => Box::new(bzip2::bufread::MultiBzDecoder::new(input)),
            Layer::Xz => {
                let stream = lzma(Stream::new_stream_decoder(memory, CONCATENATED))?;
                Box::new(liblzma::bufread::XzDecoder::new_stream(input, stream))
            }
            Layer::Lzma => {
                let stream = lzma(Stream::new_lzma_decoder(memory))?;
                Box::new(liblzma::bufread::XzDecoder::new_stream(input, stream))
            }
            Layer::Lzip => {
                let stream = lzma(Stream::new_lzip_decoder(memory, CONCATENATED))?;
                Box::new(liblzma::bufread::XzDecoder::new_stream(input, stream))
            }
            Layer::Zstd => {
                let mut decoder = zstd::stream::read::Decoder::with_buffer(input)?;
                decoder.window_log_max(27 - u32::try_from(shift).unwrap_or(6))?;
                Box::new(decoder)
            }
            Layer::Lz4 => Box::new(Lz4Reader::new(input)),
            Layer::Compress => Box::new(LzwReader::new(input)?),
        })
    }
}

/// Frames of LZ4 one after the other.
struct Lz4Reader<R: Read> {
    decoder: lz4_flex::frame::FrameDecoder<R>,
    is_new: bool,
}

impl<R: BufRead> Lz4Reader<R> {
    fn new(input: R) -> Lz4Reader<R> {
        Lz4Reader { decoder: lz4_flex::frame::FrameDecoder::new(input), is_new: true }
    }
}

impl<R: BufRead> Read for Lz4Reader<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        loop {
            // A frame may be empty; where the input ends no frame begins.
            if self.is_new && self.decoder.get_mut().fill_buf()?.is_empty() {
                return Ok(0);
            }
            let n_bytes = self.decoder.read(buffer)?;
            self.is_new = n_bytes == 0;
            if n_bytes > 0 {
                return Ok(n_bytes);
            }
        }
    }
}

/// Gzip members one after the other; zeros after the last are padding.
struct GzipReader<R> {
    state: Option<flate2::bufread::GzDecoder<R>>,
}

impl<R: BufRead> GzipReader<R> {
    fn new(input: R) -> GzipReader<R> {
        GzipReader { state: Some(flate2::bufread::GzDecoder::new(input)) }
    }
}

impl<R: BufRead> Read for GzipReader<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        while let Some(decoder) = &mut self.state {
            let n_bytes = decoder.read(buffer)?;
            if n_bytes > 0 {
                return Ok(n_bytes);
            }
            let mut input = self.state.take().expect("it is there").into_inner();
            loop {
                let rest = input.fill_buf()?;
                let n_zeros = rest.iter().take_while(|&&byte| byte == 0).count();
                match rest.get(n_zeros) {
                    None if rest.is_empty() => return Ok(0),
                    None => input.consume(n_zeros),
                    Some(0x1f) if n_zeros == 0 => {
                        self.state = Some(flate2::bufread::GzDecoder::new(input));
                        break;
                    }
                    Some(_) => return Err(io::Error::other("there are bytes after its end")),
                }
            }
        }
        Ok(0)
    }
}
