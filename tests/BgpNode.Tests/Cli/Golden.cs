using System.Runtime.CompilerServices;
using Xunit;

namespace BgpNode.Tests.Cli;

/// <summary>Compares text with the file of that name in <c>Golden/</c>. <c>BGPNODE_GOLDEN=write</c> writes the files instead.</summary>
internal static class Golden
{
    public static void Matches(string name, string actual, [CallerFilePath] string here = "")
    {
        string file = Path.Combine(Path.GetDirectoryName(here)!, "Golden", name);
        if (Environment.GetEnvironmentVariable("BGPNODE_GOLDEN") == "write")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, actual);
        }

        Assert.True(File.Exists(file), $"{file} is missing; BGPNODE_GOLDEN=write makes it");
        Assert.Equal(File.ReadAllText(file), actual, ignoreLineEndingDifferences: true);
    }
}
