using CsCheck;

namespace BgpNode.Tests.Datastore;

/// <summary>Text made of words that mean something to a parser, in any order.</summary>
internal static class Words
{
    public static Gen<string> One(params string[] words) => Gen.Int[0, words.Length - 1].Select(i => words[i]);

    public static Gen<string> Text(int most, params string[] words) => One(words).Array[0, most].Select(string.Concat);
}
