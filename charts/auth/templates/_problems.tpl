{{- define "auth.problems" -}}
{{- if eq .root.Values.global.profile "production" }}
{{- with .root.Values }}
{{- if not .adminAllowedAddresses }}
{{ $.prefix }}adminAllowedAddresses is empty; in production it has to say where administrators work from.
{{- end }}
{{- range .adminAllowedAddresses }}{{ if hasSuffix "/0" . }}
{{ $.prefix }}adminAllowedAddresses has {{ . }}, the whole Internet.
{{- end }}{{ end }}
{{- if not .mailFrom }}
{{ $.prefix }}mailFrom is missing; in production it has to be the sender that mail systems know the platform by.
{{- end }}
{{- end }}
{{- end }}
{{- end }}
