{{- define "media.problems" -}}
{{- $named := keys .root.Values.buckets.setup.principals | sortAlpha }}
{{- if and $named (lt (len $named) 6) }}
{{ $.prefix }}buckets.setup.principals names {{ join ", " $named }} only; name all six identities or none, or the others lose their rights.
{{- end }}
{{- end }}
