using BgpNode.Datastore.Files;
namespace BgpNode.Options;

/// <summary>The <c>datastore.etcd</c> part of the file.</summary>
internal static class EtcdSection
{
    public static EtcdOptions Read(ConfigSection etcd)
    {
        var options = new EtcdOptions
        {
            Endpoints = ReadEndpoints(etcd),
            CaFile = ReadFile(etcd, "caFile", "/etc/bgpnode/etcd-ca.pem", secret: false),
            CertFile = ReadFile(etcd, "certFile", "/etc/bgpnode/etcd.pem", secret: false),
            KeyFile = ReadFile(etcd, "keyFile", "/etc/bgpnode/etcd-key.pem", secret: true),
            Username = etcd.Text("username", "bgpnode")?.Text,
            PasswordFile = ReadFile(etcd, "passwordFile", "/etc/bgpnode/etcd-password", secret: true),
        };

        Together(etcd, "certFile", "keyFile");
        Together(etcd, "username", "passwordFile");
        if (options.Endpoints.Any(e => e.Scheme == Uri.UriSchemeHttp))
        {
            foreach (string key in (string[])["caFile", "certFile"])
            {
                if (etcd.Has(key))
                {
                    etcd.Report(key, "is for https, and an endpoint is http; write https endpoints or drop the certificates");
                }
            }
        }

        etcd.Close();
        return options;
    }

    private static List<Uri> ReadEndpoints(ConfigSection etcd)
    {
        const string Example = "[https://10.0.0.1:2379]";
        IReadOnlyList<YamlText>? texts = etcd.Texts("endpoints", Example);
        if (!etcd.Has("endpoints"))
        {
            etcd.Report("endpoints", $"is missing; write 'endpoints: {Example}'");
        }

        var endpoints = new List<Uri>();
        for (int i = 0; i < (texts?.Count ?? 0); i++)
        {
            string text = texts![i].Text;
            string? problem = Judge(text, out Uri? endpoint);
            if (problem is not null)
            {
                etcd.Report(texts[i], $"endpoints[{i}]", problem);
            }
            else if (endpoints.Count > 0 && endpoints[0].Scheme != endpoint!.Scheme)
            {
                etcd.Report(texts[i], $"endpoints[{i}]", $"'{text}' is {endpoint.Scheme} and the first endpoint is {endpoints[0].Scheme}; use one scheme for all");
            }
            else
            {
                endpoints.Add(endpoint!);
            }
        }

        return endpoints;
    }

    private static string? Judge(string text, out Uri? endpoint)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out endpoint) || endpoint.Scheme is not ("http" or "https") || endpoint.Host.Length == 0)
        {
            return $"'{text}' is not an http or https address; write https://10.0.0.1:2379";
        }

        if (endpoint.PathAndQuery != "/" || endpoint.UserInfo.Length > 0)
        {
            return $"'{text}' holds more than scheme, host and port; write {endpoint.Scheme}://{endpoint.Authority}";
        }

        // Uri fills in 80 and 443, which no etcd listens on unless somebody says so.
        return text.TrimEnd('/').EndsWith($":{endpoint.Port}", StringComparison.Ordinal)
            ? null
            : $"'{text}' has no port; write {endpoint.Scheme}://{endpoint.Host}:2379";
    }

    private static string? ReadFile(ConfigSection etcd, string key, string example, bool secret)
    {
        YamlText? text = etcd.Text(key, example);
        if (text is null)
        {
            return null;
        }

        string? problem = !text.Text.StartsWith('/') ? $"'{text.Text}' is not a full path; begin it with '/', as in {example}"
            : !File.Exists(text.Text) ? $"{text.Text} does not exist, or its directory is closed to this user"
            : secret ? SecretFile.Judge(text.Text)
            : null;
        if (problem is not null)
        {
            etcd.Report(text, key, problem);
        }

        return text.Text;
    }

    private static void Together(ConfigSection etcd, string one, string other)
    {
        if (etcd.Has(one) != etcd.Has(other))
        {
            (string present, string absent) = etcd.Has(one) ? (one, other) : (other, one);
            etcd.Report(present, $"needs {absent} beside it");
        }
    }
}
