{{- define "clamav.problems" -}}
{{- with .root.Values }}
{{- if and (not .signatures.privateMirror) (not .signatures.mirrors) }}
{{ $.prefix }}signatures.mirrors and {{ $.prefix }}signatures.privateMirror are both empty: a scanner without signatures finds nothing.
{{- end }}
{{- range $name := tuple "streamMaxLength" "maxFileSize" "maxScanSize" }}
{{- $size := get $.root.Values.clamd $name }}
{{- if and (hasSuffix "M" $size) (lt (trimSuffix "M" $size | int) 101) }}
{{ $.prefix }}clamd.{{ $name }} is {{ $size }}; an upload may have 100 MiB, and what is not read to its end is no clean video.
{{- end }}
{{- end }}
{{- $room := add (include "practika.mebibytes" .clamd.tmpSize | int) 256 (ternary 0 (include "practika.mebibytes" .signatures.size | int) .signatures.persistence.enabled) }}
{{- $limit := add (include "practika.mebibytes" (dig "limits" "ephemeral-storage" "" .clamd.resources) | int) (include "practika.mebibytes" (dig "limits" "ephemeral-storage" "" .freshclam.resources) | int) }}
{{- if gt $room $limit }}
{{ $.prefix }}clamd and {{ $.prefix }}freshclam may use {{ $limit }}Mi of ephemeral-storage together, less than the {{ $room }}Mi that their volumes hold.
{{- end }}
{{- end }}
{{- end }}
