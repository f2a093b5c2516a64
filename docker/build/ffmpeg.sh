#!/bin/bash
# Builds ffmpeg and ffprobe from Debian's source, with what the media service uses and nothing else. They read files that
# strangers upload: what is not compiled in cannot be attacked. Each program is one static file.
#   ffmpeg.sh OUT      in a folder with the unpacked sources of ffmpeg and dav1d
set -euo pipefail
out=$1

source_of() { find "$PWD" -maxdepth 1 -type d -name "$1-*" | head -1; }
# For the list of what is in the image.
component() {
  local version; version=$(dpkg-parsechangelog -l "$(source_of "$1")/debian/changelog" -SVersion)
  printf '{"name":"%s","version":"%s","license":"%s"}\n' "$1" "$version" "$2" >"$out/usr/local/share/doc/$1/component.json"
}
quietly() { "$@" >build.log 2>&1 || { tail -40 build.log; return 1; }; }

# AV1 is the one codec that ffmpeg leaves to a library; Debian has it only as a shared one.
(cd "$(source_of dav1d)" && quietly meson setup build --prefix=/usr/local --libdir=lib --buildtype=release --default-library=static -Denable_tools=false -Denable_tests=false \
  && quietly ninja -C build install)

list() { printf -- "--enable-$1=%s " ${2//,/ }; }

# What may be uploaded: MP4 and QuickTime (one demuxer) and WebM. What is written: the same, and a picture.
formats="$(list demuxer mov,matroska) $(list muxer mp4,webm,image2) $(list protocol file,pipe)"
# Pictures of videos: what cameras, telephones and browsers record. Sound is decoded only when MP4 cannot carry it.
video=h264,hevc,vp8,vp9,mpeg4,mjpeg,prores
sound=aac,alac,pcm_s16le,pcm_s16be,pcm_s24le,pcm_s24be,pcm_s32le,pcm_s32be,pcm_f32le,pcm_f32be,pcm_f64le,pcm_f64be,pcm_s8,pcm_u8,pcm_alaw,pcm_mulaw,adpcm_ima_qt
codecs="$(list decoder "$video,libdav1d,$sound") $(list encoder mjpeg,aac)"
# Headers of packets, and what the muxers put between a copied stream and themselves.
parsers="$(list parser h264,hevc,vp8,vp9,av1,mpeg4video,mjpeg,aac,opus,vorbis,ac3,mpegaudio,flac)"
between="$(list bsf extract_extradata,vp9_superframe,vp9_superframe_split,aac_adtstoasc,null)"
# The poster's own, those that turn a picture upright, and those that ffmpeg inserts by itself.
filters="$(list filter scale,format,null,transpose,hflip,vflip,rotate,trim,aresample,aformat,anull,atrim)"

cd "$(source_of ffmpeg)"
# shellcheck disable=SC2086
PKG_CONFIG_PATH=/usr/local/lib/pkgconfig quietly ./configure --prefix=/usr/local --disable-everything --disable-autodetect --disable-network --disable-doc --disable-debug --disable-avdevice --disable-postproc \
  --disable-programs --enable-ffmpeg --enable-ffprobe --enable-static --disable-shared --enable-pic --enable-zlib --enable-libdav1d \
  --pkg-config-flags=--static --extra-cflags='-O2 -fPIE -fstack-protector-strong -D_FORTIFY_SOURCE=2' --extra-ldexeflags='-static-pie -Wl,-z,relro,-z,now' \
  $formats $codecs $parsers $between $filters
quietly make -j"$(nproc)" ffmpeg ffprobe

install -D -m 755 ffmpeg ffprobe -t "$out/usr/local/bin"
install -D -m 644 debian/copyright "$out/usr/local/share/doc/ffmpeg/copyright"
cd ..
install -D -m 644 "$(source_of dav1d)/debian/copyright" "$out/usr/local/share/doc/dav1d/copyright"
component ffmpeg LGPL-2.1-or-later
component dav1d BSD-2-Clause
