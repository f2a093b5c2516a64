{{/* Secrets: named or fetched by the External Secrets operator, never made here, always files. */}}

{{/* The values of a secret by its short name: those of the chart, and redis of the release. (dict "root" "secret") */}}
{{- define "practika.secret" -}}
{{- if eq .secret "redis" }}{{ toYaml .root.Values.global.secrets.redis }}{{ else }}{{ toYaml (get .root.Values.secrets .secret) }}{{ end -}}
{{- end }}

{{/* A volume with the keys that this process reads, and no other. (dict "root" "c") */}}
{{- define "practika.secretVolume" -}}
{{- $bySecret := dict -}}
{{- range $setting, $from := .c.files -}}
{{- $part := splitList "/" $from -}}
{{- $_ := set $bySecret (first $part) (append (get $bySecret (first $part) | default list) (last $part)) -}}
{{- end -}}
- name: secrets
  projected:
    defaultMode: 288 # 0440; YAML 1.1 and 1.2 read that differently
    sources:
      {{- range $secret, $keys := $bySecret }}
      - secret:
          name: {{ (include "practika.secret" (dict "root" $.root "secret" $secret) | fromYaml).existingSecret }}
          items:
            {{- range $keys | uniq | sortAlpha }}
            - {key: {{ . }}, path: {{ . }}}
            {{- end }}
      {{- end }}
{{- end }}

{{/*
An ExternalSecret where the values name an entry of the outside store. What a hook reads has to come before it, as a hook too;
its Secret is nobody's child then, or it would go when the hook is made anew. (dict "root" "secret" "values" "keys" "early")
*/}}
{{- define "practika.externalSecret" -}}
{{- with .values.externalSecret.remoteKey }}
{{- $hook := ternary (include "practika.hook" (dict "events" "pre-install,pre-upgrade" "weight" "-10") | fromYaml) dict (eq (toString $.early) "true") }}
{{- if $hook }}{{ $_ := set $hook "helm.sh/hook-delete-policy" "before-hook-creation" }}{{ end }}
---
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata:
  {{- include "practika.metadata" (dict "root" $.root "name" (printf "%s-%s" (include "practika.fullname" $.root) $.secret) "hook" $hook) | nindent 2 }}
spec:
  refreshInterval: {{ $.root.Values.global.externalSecrets.refreshInterval }}
  secretStoreRef:
    {{- toYaml $.root.Values.global.externalSecrets.storeRef | nindent 4 }}
  target:
    name: {{ $.values.existingSecret }}
    creationPolicy: {{ ternary "Orphan" "Owner" (eq (toString $.early) "true") }}
  data:
    {{- range $key := $.keys }}
    - secretKey: {{ $key }}
      remoteRef:
        key: {{ $.values.externalSecret.remoteKey }}
        property: {{ $key }}
    {{- end }}
{{- end }}
{{- end }}

{{/* The keys that a chart's processes read of each of its secrets, as YAML: secret → keys. */}}
{{- define "practika.secretKeys" -}}
{{- $keys := dict -}}
{{- range $name, $c := include "practika.components" . | fromYaml -}}
{{- range $setting, $from := $c.files -}}
{{- $part := splitList "/" $from -}}
{{- $_ := set $keys (first $part) (append (get $keys (first $part) | default list) (last $part) | uniq | sortAlpha) -}}
{{- end -}}
{{- end -}}
{{- toYaml $keys -}}
{{- end }}

{{/* The ExternalSecrets of a chart; that of Redis is the release's, rendered by the umbrella. */}}
{{- define "practika.externalSecrets" -}}
{{- $root := . -}}
{{- $early := list -}}
{{- range $name, $c := include "practika.components" . | fromYaml -}}
{{- if eq $c.kind "Job" }}{{ range $setting, $from := $c.files }}{{ $early = append $early (first (splitList "/" $from)) }}{{ end }}{{ end -}}
{{- end }}
{{- range $secret, $keys := include "practika.secretKeys" . | fromYaml }}
{{- if ne $secret "redis" }}
{{ include "practika.externalSecret" (dict "root" $root "secret" $secret "values" (get $root.Values.secrets $secret) "keys" $keys "early" (has $secret $early)) }}
{{- end }}
{{- end }}
{{- end }}
